package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.campaign.CampaignSpec.Cache;
import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.Statistic;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    private static final String MINIMAL = """
            {"model": "Kimi K2.6", "targets": [{"provider": "a", "model": "kimi"}], "schedule": {"interval": "PT5M"}}
            """;

    private static final String COMPLETE = """
            {
              "description": "Simulated",
              "model": "Kimi K2.6",
              "targets": [
                {"provider": "provider-a", "model": "kimi-k2.6", "request": {"top_p": 1},
                 "price": {"inputPerMillion": 0.60, "outputPerMillion": 2.5, "currency": "USD"}}
              ],
              "workload": {"prompt": {"kind": "fixed", "messages": [{"role": "user", "content": "Hello"}]},
                           "maxOutputTokens": 32, "temperature": 0.5, "cache": "bust"},
              "schedule": {"interval": "PT5M", "phase": "PT10S", "jitter": "PT20S", "overlapPolicy": "SKIP",
                           "catchupWindow": "PT3M"},
              "rounds": {"count": 5, "spacing": "PT0.01S"},
              "timeouts": {"connect": "PT4S", "firstToken": "PT20S", "stall": "PT10S", "total": "PT1M"},
              "slo": {"ttftMs": 1000, "itlMs": 50},
              "ranking": {"metric": "latency", "statistic": "p95", "window": "PT1H", "minSamples": 3,
                          "minAvailability": 0.5, "idleThreshold": "PT1M"}
            }
            """;

    @Test
    void aMinimalDocumentGetsEveryDefault() {
        CampaignSpec spec = read(MINIMAL);

        assertThat(spec)
                .isEqualTo(CampaignSpec.of(
                        "Kimi K2.6",
                        List.of(CampaignSpec.Target.of("a", "kimi")),
                        ScheduleSpec.Interval.of(Duration.ofMinutes(5))));
    }

    @Test
    void theDefaultsAreThePublishedOnes() {
        CampaignSpec spec = read(MINIMAL);

        assertThat(spec.workload()).isEqualTo(new Workload(new Prompt.Synthetic(200), 64, 0, Cache.BUST));
        assertThat(spec.rounds()).isEqualTo(new Rounds(1, Duration.ofSeconds(2)));
        assertThat(CampaignJson.write(SpecWriter.write(spec)))
                .isEqualTo("{\"model\":\"Kimi K2.6\",\"targets\":[{\"provider\":\"a\",\"model\":\"kimi\"}],"
                        + "\"workload\":{\"prompt\":{\"kind\":\"synthetic\",\"inputTokens\":200},"
                        + "\"maxOutputTokens\":64,\"temperature\":0.0,\"cache\":\"bust\"},"
                        + "\"schedule\":{\"interval\":\"PT5M\",\"phase\":\"PT0S\",\"jitter\":\"PT30S\","
                        + "\"overlapPolicy\":\"SKIP\",\"catchupWindow\":\"PT5M\"},"
                        + "\"rounds\":{\"count\":1,\"spacing\":\"PT2S\"},"
                        + "\"timeouts\":{\"connect\":\"PT5S\",\"firstToken\":\"PT30S\",\"stall\":\"PT30S\","
                        + "\"total\":\"PT2M\"},"
                        + "\"ranking\":{\"metric\":\"ttft\",\"statistic\":\"cv\",\"window\":\"PT24H\","
                        + "\"minSamples\":30,\"minAvailability\":0.95,\"idleThreshold\":\"PT10M\"},"
                        + "\"pauseOnFailure\":false,\"connections\":\"reuse\"}");
    }

    @Test
    void aCompleteDocumentIsReadAsWritten() {
        CampaignSpec spec = read(COMPLETE);

        assertThat(spec.targets().get(0).request()).isEqualTo(Map.of("top_p", 1));
        assertThat(spec.targets().get(0).price())
                .isEqualTo(new Price(new BigDecimal("0.6"), new BigDecimal("2.5"), "USD"));
        assertThat(spec.workload().prompt()).isEqualTo(new Prompt.Fixed(List.of(new ChatMessage("user", "Hello"))));
        assertThat(spec.rounds()).isEqualTo(new Rounds(5, Duration.ofMillis(10)));
        assertThat(spec.timeouts().total()).isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.ranking().metric()).isEqualTo(Metric.LATENCY);
        assertThat(spec.ranking().statistic()).isEqualTo(Statistic.P95);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"manual\": true}",
                "{\"cron\": \"0 */5 * * * ?\"}",
                "{\"cron\": \"0 30 2 * * ? 2027\", \"timezone\": \"Europe/Berlin\", \"jitter\": \"PT3S\", \"catchupWindow\": \"PT1H\"}",
                "{\"interval\": \"PT26H\"}",
                "{\"interval\": \"PT1M\", \"overlapPolicy\": \"ALLOW\", \"endAt\": \"2026-12-01T00:00:00Z\", \"remainingRuns\": 3}",
                "{\"cron\": \"0 0 0 * * ?\", \"overlapPolicy\": \"BUFFER_ONE\", \"startAt\": \"2026-12-01T01:00:00+01:00\"}"
            })
    void whatIsWrittenIsReadAgainAsTheSame(String schedule) {
        CampaignSpec spec = read(COMPLETE.replaceAll("(?s)\"schedule\": \\{[^}]*\\}", "\"schedule\": " + schedule));

        CampaignSpec again = read(CampaignJson.write(SpecWriter.write(spec)));

        assertThat(again).isEqualTo(spec);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        String json = """
                {
                  "targets": [
                    {"provider": "No Such", "model": ""},
                    {"provider": "a", "model": "m", "request": {"stream": false, "model": "x"},
                     "price": {"inputPerMillion": -1, "currency": "usd"}},
                    {"provider": "a", "model": "m"},
                    null
                  ],
                  "workload": {"prompt": {"kind": "fixed", "messages": [{"role": "robot"}]}, "maxOutputTokens": 0,
                               "temperature": 2.5, "cache": "warm"},
                  "schedule": {"interval": "PT5M", "phase": "PT5M", "jitter": "5 s", "overlapPolicy": "QUEUE",
                               "startAt": "2026-11-24T12:00:00Z", "endAt": "2026-11-24T12:00:00Z", "timezone": "UTC",
                               "remainingRuns": 0},
                  "rounds": {"count": 1001, "spacing": "PT0.009S"},
                  "timeouts": {"connect": "PT3M", "total": "PT2M", "stall": "-PT1S"},
                  "budget": {"probesPerDay": 0, "costPerDay": -1},
                  "slo": {},
                  "ranking": {"metric": "speed", "statistic": "mode", "window": "PT1S", "minSamples": 0,
                              "minAvailability": 1.5}
                }
                """;

        List<Violation> violations = violationsOf(json);

        assertThat(violations)
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "budget.probesPerDay",
                        "budget.costPerDay",
                        "model",
                        "targets[0].provider",
                        "targets[0].model",
                        "targets[1].request.model",
                        "targets[1].request.stream",
                        "targets[1].price.inputPerMillion",
                        "targets[1].price.outputPerMillion",
                        "targets[1].price.currency",
                        "targets[2]",
                        "targets[3]",
                        "workload.prompt.messages[0].role",
                        "workload.prompt.messages[0].content",
                        "workload.maxOutputTokens",
                        "workload.temperature",
                        "workload.cache",
                        "schedule.endAt",
                        "schedule.remainingRuns",
                        "schedule.timezone",
                        "schedule.phase",
                        "schedule.jitter",
                        "schedule.overlapPolicy",
                        "rounds.count",
                        "rounds.spacing",
                        "timeouts.stall",
                        "timeouts.connect",
                        "slo",
                        "ranking.metric",
                        "ranking.statistic",
                        "ranking.window",
                        "ranking.minSamples",
                        "ranking.minAvailability");
    }

    @Test
    void aRoundIsAskedFromAllVantagesThatAreNamedInTheirOrder() {
        assertThat(read(MINIMAL).vantages()).containsExactly("default");
        assertThat(read(with("vantages", "[]")).vantages()).containsExactly("default");
        assertThat(read(with("vantages", "[\"us-east-1\", \"default\"]")).vantages())
                .containsExactly("us-east-1", "default");
    }

    @Test
    void aStoredFieldOfANewerVersionIsIgnored() {
        CampaignSpec spec = read(with("astrolabe", "{\"arc\": 3}"));

        assertThat(spec).isEqualTo(read(MINIMAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"eu\", \"\"]             | vantages[1]",
                "[null]                     | vantages[0]",
                "[\"EU\"]                   | vantages[0]",
                "[\"eu.west\"]              | vantages[0]",
                "[\"dlq\"]                  | vantages[0]",
                "[\"eu\", \"us\", \"eu\"]   | vantages[2]"
            })
    void vantagesThatMakeNoSenseAreRefused(String vantages, String field) {
        List<Violation> violations = violationsOf(with("vantages", vantages));

        assertThat(violations).extracting(Violation::field).containsExactly(field);
    }

    private static String with(String field, String value) {
        return MINIMAL.replaceFirst("\\{", "{\"" + field + "\": " + value + ",");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                            | schedule",
                "{\"interval\": \"PT5M\", \"manual\": true}    | schedule",
                "{\"manual\": false}                           | schedule.manual",
                "{\"manual\": true, \"jitter\": \"PT1S\"}      | schedule.jitter",
                "{\"interval\": \"PT0.999S\"}                  | schedule.interval",
                "{\"interval\": \"P367D\"}                     | schedule.interval",
                "{\"interval\": \"PT1.0001S\"}                 | schedule.interval",
                "{\"interval\": \"-PT5M\"}                     | schedule.interval",
                "{\"interval\": \"PT99999999999999999H\"}      | schedule.interval",
                "{\"interval\": \"PT5M\", \"jitter\": \"PT5M\"}| schedule.jitter",
                "{\"interval\": \"PT5M\", \"catchupWindow\": \"PT0S\"} | schedule.catchupWindow",
                "{\"interval\": \"PT5M\", \"remainingRuns\": 0}| schedule.remainingRuns",
                "{\"interval\": \"PT5M\", \"startAt\": \"+10000-01-01T00:00:00Z\"}| schedule.startAt",
                "{\"manual\": true, \"endAt\": \"2026-12-01T00:00:00Z\"}| schedule.endAt",
                "{\"interval\": \"PT5M\", \"endAt\": \"x\"}    | schedule.endAt",
                "{\"cron\": \"0 0 * * *\"}                     | schedule.cron",
                "{\"cron\": \"0 0 0 * * ?\", \"timezone\": \"Mars/Base\"} | schedule.timezone",
                "{\"cron\": \"0 0 0 * * ?\", \"phase\": \"PT1S\"} | schedule.phase",
                "{\"cron\": \"0 0 0 * * ?\", \"overlapPolicy\": \"BUFFER_ALL\"} | schedule.overlapPolicy"
            })
    void aScheduleThatMakesNoSenseIsRefused(String schedule, String field) {
        List<Violation> violations = violationsOf(MINIMAL.replace("{\"interval\": \"PT5M\"}", schedule));

        assertThat(violations).extracting(Violation::field).containsExactly(field);
    }

    @Test
    void whatPostgresCannotStoreIsRefused() {
        String json = """
                {"model": "a\\u0000b", "targets": [{"provider": "a", "model": "m", "request": {"stop": ["\\u0000"]}}],
                 "workload": {"prompt": {"kind": "fixed", "messages": [{"role": "user", "content": "\\u0000"}]}},
                 "schedule": {"manual": true}}
                """;

        List<Violation> violations = violationsOf(json);

        assertThat(violations)
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("model", "targets[0].request", "workload.prompt.messages[0].content");
    }

    @Test
    void aBackslashBeforeTheLettersOfAnEscapeIsNoEscape() {
        assertThat(CampaignJson.isStorable(CampaignJson.write(Map.of("a", "\\u0000"))))
                .isTrue();
        assertThat(CampaignJson.isStorable(CampaignJson.write(Map.of("a", "\\\0"))))
                .isFalse();
    }

    @Test
    void whatDoesNotFitAMessageIsRefused() {
        String many = "x".repeat(WorkloadReader.MAX_CONTENT_BYTES + 1);
        String json = MINIMAL.replaceFirst(
                        "\\{",
                        "{\"workload\": {\"prompt\": {\"kind\": \"fixed\", \"messages\":"
                                + " [{\"role\": \"user\", \"content\": \"" + many + "\"}]}},")
                .replace(
                        "\"model\": \"kimi\"",
                        "\"model\": \"kimi\", \"request\": {\"a\": \"" + "y".repeat(TargetReader.MAX_REQUEST_BYTES)
                                + "\"}");

        List<Violation> violations = violationsOf(json);

        assertThat(violations)
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("workload.prompt.messages", "targets[0].request");
    }

    @Test
    void aShortTotalShortensTheTimeoutsThatAreNotSet() {
        CampaignSpec spec = read(MINIMAL.replaceFirst("\\{", "{\"timeouts\": {\"total\": \"PT4S\"},"));

        assertThat(spec.timeouts().connect()).isEqualTo(Duration.ofSeconds(4));
        assertThat(spec.timeouts().firstToken()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whatIsAskedTellsWorkloadVersionsApart() {
        CampaignSpec spec = read(COMPLETE);

        assertThat(read(COMPLETE.replace("\"maxOutputTokens\": 32", "\"maxOutputTokens\": 33"))
                        .asksDifferentlyFrom(spec))
                .isTrue();
        assertThat(read(COMPLETE.replace("\"PT1M\"}", "\"PT2M\"}")).asksDifferentlyFrom(spec))
                .isTrue();
        assertThat(read(COMPLETE.replace("\"interval\": \"PT5M\"", "\"interval\": \"PT6M\""))
                        .asksDifferentlyFrom(spec))
                .isFalse();
        assertThat(read(COMPLETE.replace("0.60", "0.70")).asksDifferentlyFrom(spec))
                .isFalse();
        assertThat(read(COMPLETE).asksDifferentlyFrom(spec)).isFalse();
    }

    private static CampaignSpec read(String json) {
        return SpecReader.read(CampaignJson.read(json, CampaignDocument.class));
    }

    private static List<Violation> violationsOf(String json) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> read(json));
        return problem.violations();
    }
}
