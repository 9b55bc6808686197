package dev.evenkeel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonProblemsTest {
    private final ObjectMapper mapper =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    JsonProblemsTest() {
        new ApiJson().customize(mapper);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "[]                                       | $                                | must be an object",
                "\"x\"                                    | $                                | must be an object",
                "{\"count\": \"5\"}                       | count                            | must be a whole number",
                "{\"count\": \"\"}                        | count                            | must be a whole number",
                "{\"count\": 5.5}                         | count                            | must be a whole number",
                "{\"count\": 5.0}                         | count                            | must be a whole number",
                "{\"count\": true}                        | count                            | must be a whole number",
                "{\"count\": null}                        | count                            | must be a whole number",
                "{\"count\": [5]}                         | count                            | must be a whole number",
                "{\"count\": 99999999999}                 | count                            | is out of range",
                "{\"boxed\": \"5\"}                       | boxed                            | must be a whole number",
                "{\"open\": \"true\"}                     | open                             | must be true or false",
                "{\"open\": 1}                            | open                             | must be true or false",
                "{\"label\": 5}                           | label                            | must be a string",
                "{\"label\": true}                        | label                            | must be a string",
                "{\"label\": {}}                          | label                            | must be a string",
                "{\"every\": 300}                         | every                            | must be an ISO-8601 duration such as PT5M",
                "{\"every\": \"5m\"}                      | every                            | must be an ISO-8601 duration such as PT5M",
                "{\"every\": \"PT99999999999999999999H\"} | every                            | must be an ISO-8601 duration such as PT5M",
                "{\"every\": \"\"}                        | every                            | must be an ISO-8601 duration such as PT5M",
                "{\"at\": 1}                              | at                               | must be an ISO-8601 time in UTC such as 2026-01-31T12:00:00Z",
                "{\"at\": \"yesterday\"}                  | at                               | must be an ISO-8601 time in UTC such as 2026-01-31T12:00:00Z",
                "{\"kind\": \"WRONG\"}                    | kind                             | must be one of FIRST, SECOND",
                "{\"kind\": 0}                            | kind                             | must be one of FIRST, SECOND",
                "{\"kind\": \"\"}                         | kind                             | must be one of FIRST, SECOND",
                "{\"targets\": {}}                        | targets                          | must be an array",
                "{\"targets\": [null]}                    | targets[0]                       | must not be null",
                "{\"targets\": [{\"price\": {\"inputPerMillion\": \"x\"}}]} | targets[0].price.inputPerMillion | must be a number",
                "{\"targets\": [{\"price\": 3}]}          | targets[0].price                 | must be an object",
                "{\"targets\": [{}, {\"colour\": 1}]}     | targets[1].colour                | is not a known field; known here: price",
                "{\"count\": 1, \"odd key\": 1}             | [\"odd key\"]                    | is not a known field; known here: at, count, every, kind, label, open, boxed, targets",
                "{\"targets\": [{\"price\": {}}]}         | targets[0].price.inputPerMillion | is required",
                "{\"targets\": [{\"price\": {\"inputPerMillion\": -1}}]} | targets[0].price | inputPerMillion must not be negative",
            })
    void whatIsNotTheExpectedTypeIsToldByItsPathAndWhatWasExpected(String body, String field, String message) {
        ProblemException problem = problemOf(body);

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(sortedNames(violation.message())).isEqualTo(sortedNames(message));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"count\": }",
                "{\"count\": 05}",
                "nonsense",
                "{\"targets\": [{\"price\": {\"x",
                "{\"count\": 1} {}",
                "{\"count\": 1,}",
                "{\"label\": \"a\nb\"}",
                "{\"count\": 1, \"count\": 2}",
                "{'count': 1}",
                "{\"count\": NaN}"
            })
    void whatIsNoJsonIsMalformed(String body) {
        ProblemException problem = problemOf(body);

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.getMessage()).contains("JSON").doesNotContain("jackson", "java", "[Source");
        assertThat(problem.violations()).isEmpty();
    }

    @Test
    void deepNestingAndEndlessNumbersAreMalformed() {
        ProblemException deep = JsonProblems.of(
                catchThrowableOfType(JsonProcessingException.class, () -> mapper.readTree("[".repeat(100_000))));

        assertThat(deep.status()).isEqualTo(400);
        assertThat(problemOf("{\"count\": " + "9".repeat(10_000) + "}").status())
                .isEqualTo(400);
    }

    @Test
    void whatIsAbsentIsLeftOutAndTheRestIsWrittenPlainly() throws JsonProcessingException {
        var price = new Price(new BigDecimal("0.000000028"));
        var body =
                new Body(3, null, null, null, Duration.ofMinutes(5), Instant.EPOCH, null, List.of(new Target(price)));

        assertThat(mapper.writeValueAsString(body))
                .isEqualTo("{\"count\":3,\"every\":\"PT5M\",\"at\":\"1970-01-01T00:00:00Z\","
                        + "\"targets\":[{\"price\":{\"inputPerMillion\":0.000000028}}]}");
    }

    private ProblemException problemOf(String body) {
        return JsonProblems.of(
                catchThrowableOfType(JsonProcessingException.class, () -> mapper.readValue(body, Body.class)));
    }

    /** The order in which a type's fields are known is not ours to promise. */
    private static List<String> sortedNames(String message) {
        return List.of(message.split("[ ,:]+")).stream().sorted().toList();
    }

    enum Kind {
        FIRST,
        SECOND
    }

    record Body(
            int count,
            @Nullable Integer boxed,
            @Nullable Boolean open,
            @Nullable String label,
            @Nullable Duration every,
            @Nullable Instant at,
            @Nullable Kind kind,
            @Nullable List<Target> targets) {}

    record Target(@Nullable Price price) {}

    record Price(@JsonProperty(required = true) BigDecimal inputPerMillion) {
        Price {
            if (inputPerMillion.signum() < 0) {
                throw new IllegalArgumentException("inputPerMillion must not be negative");
            }
        }
    }
}
