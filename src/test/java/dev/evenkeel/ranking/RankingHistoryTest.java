package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.ranking.RankingCache.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingHistoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OneCampaign store =
            new OneCampaign(new Probes().ok("a", Probes.ttft(200, 60)).ok("b", Probes.ttft(300, 60)));
    private final RankingParts parts = RankingParts.neverFresh(store);

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void aDayIsReadInOnePassAndKept() {
        JsonNode history = json(answer("PT1H", null, null, "p50"));
        int reads = store.reads;

        answer("PT1H", null, null, "p50");

        assertThat(history.get("points")).hasSize(24);
        assertThat(history.get("minSamples").intValue()).isEqualTo(5);
        assertThat(history.get("revision").longValue()).isEqualTo(412);
        assertThat(reads).isEqualTo(1);
        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void eachStepHasItsOwnSamplesAndNoOthers() {
        JsonNode points = json(answer("PT1H", null, null, "p50")).get("points");

        // An hour has twelve samples of each, the first of them on its edge; they come in for five hours.
        assertThat(points.get(0).get("from").textValue()).isEqualTo("2026-11-23T12:00:00Z");
        for (int hour = 0; hour < 5; hour++) {
            assertThat(points.get(hour).get("entries")).hasSize(2);
            assertThat(points.get(hour).get("entries").get(0).get("n").intValue())
                    .isEqualTo(12);
        }
        assertThat(points.get(5).get("entries")).isEmpty();
        assertThat(points.get(5).get("unranked").get(0).get("reason").textValue())
                .isEqualTo("TOO_FEW_SAMPLES");
    }

    @ParameterizedTest
    @CsvSource({"ttft,cv", "ttft,robustCv", "ttft,p95", "latency,mean", "availability,cv"})
    void aStepIsTheRankingOfItsWindow(String metric, String statistic) {
        JsonNode point = json(answer("P1D", metric, "2026-11-22T00:00:00Z", statistic))
                .get("points")
                .get(1);

        JsonNode ranking = ranking(metric, statistic, point.get("to").textValue());

        assertThat(point.get("to").textValue()).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(point.get("entries")).hasSize(2);
        for (int place = 0; place < 2; place++) {
            JsonNode step = point.get("entries").get(place);
            JsonNode entry = ranking.get("entries").get(place);
            for (String field : new String[] {"target", "rank", "tieGroup", "rankLow", "rankHigh", "n"}) {
                assertThat(step.get(field)).as(field).isEqualTo(entry.get(field));
            }
            JsonNode view = entry.path(metric + "Ms");
            boolean availability = metric.equals("availability");
            assertThat(step.get("value")).isEqualTo(availability ? entry.get("availability") : view.get(statistic));
            assertThat(step.get("interval"))
                    .isNotNull()
                    .isEqualTo(
                            availability
                                    ? entry.get("availabilityInterval")
                                    : view.get("intervals").get(statistic));
        }
    }

    @Test
    void whereThereIsNoRoomForAStepThereIsNone() {
        JsonNode history = json(answer("PT1H", null, "2026-11-24T11:30:00Z", "p50"));

        assertThat(history.get("points")).isEmpty();
        assertThat(store.reads).isZero();
    }

    @Test
    void anotherStepOrRevisionHasAnotherTag() {
        RankingTag hours = answer("PT1H", null, "2026-11-24T00:00:00Z", "p50").tag();

        RankingTag halves = answer("PT30M", null, "2026-11-24T00:00:00Z", "p50").tag();
        store.revise();
        RankingTag later = answer("PT1H", null, "2026-11-24T00:00:00Z", "p50").tag();

        assertThat(halves).isNotEqualTo(hours);
        assertThat(later).isNotEqualTo(hours);
    }

    @Test
    void stepsThatAreFinerThanWhatIsKeptAreRefused() {
        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> parts.history
                        .current(
                                "kimi",
                                parameters(null, null, null),
                                HistorySteps.parse(
                                        "PT1H", "2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z", Probes.ASKED_AT))
                        .await()
                        .atMost(PATIENCE));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations()).extracting(Violation::field).containsExactly("step");
    }

    private Answer answer(String step, @Nullable String metric, @Nullable String from, String statistic) {
        return parts.history
                .current(
                        "kimi",
                        parameters(metric, statistic, null),
                        HistorySteps.parse(step, from, null, Probes.ASKED_AT))
                .chain(parts.history::answer)
                .await()
                .atMost(PATIENCE);
    }

    private JsonNode ranking(String metric, String statistic, String asOf) {
        return json(parts.lookUps
                .current(new RankingLookUps.Asked("kimi", parameters(metric, statistic, asOf)))
                .chain(parts.cache::ranking)
                .await()
                .atMost(PATIENCE));
    }

    private static RankingParameters parameters(
            @Nullable String metric, @Nullable String statistic, @Nullable String asOf) {
        return RankingParameters.parse(null, metric, statistic, null, null, null, asOf, null);
    }

    private static JsonNode json(Answer answer) {
        try {
            return RankingParts.JSON.readTree(answer.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
