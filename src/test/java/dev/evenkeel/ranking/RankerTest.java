package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankerTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void theSteadierTargetComesFirstThoughItsMedianIsWorse() {
        Probes probes = new Probes().ok("steady", around(400, 0.05, 200)).ok("wild", around(300, 0.6, 200));

        RankingView ranking = probes.ranked(Metric.TTFT, Statistic.CV);

        assertThat(ranking.entries()).extracting(e -> e.target().provider()).containsExactly("steady", "wild");
        assertThat(ranking.entries()).extracting(RankingView.Entry::rank).containsExactly(1, 2);
        assertThat(ranking.entries()).extracting(RankingView.Entry::tieGroup).containsExactly(1, 2);
        assertThat(ranking.entries().get(0).probabilityBest()).isEqualTo(1);
        assertThat(ranking.unranked()).isEmpty();
    }

    @Test
    void theLongRunOfAvailabilityIsOfferedByTheDriftOfAllThatIsTold() {
        Probes probes = new Probes()
                .every(Duration.ofHours(1))
                .ok("a", around(400, 0.3, 700))
                .ok("b", around(420, 0.4, 690))
                .failed("b", Outcome.EMPTY, 10, 200, "no token");
        RankingQuestion question = RankingQuestion.of(
                probes.campaign(),
                new RankingParameters(
                        Duration.ofDays(31),
                        Metric.AVAILABILITY,
                        Statistic.CV,
                        3,
                        ConnectionArm.REUSE,
                        null,
                        null,
                        Estimand.LONG_RUN),
                Probes.START.plus(Duration.ofDays(31)),
                Probes.LADDER);

        RankingView ranking = Probes.ranked(
                new Ranker(question, 0.05), new SampledEvidence(probes.window().samples()));

        RankingView.LongRunView longRun = Objects.requireNonNull(ranking.longRun());
        assertThat(Duration.parse(longRun.autocorrelationTime())).isGreaterThanOrEqualTo(Duration.ofHours(6));
        assertThat(longRun.offered()).isFalse();
        assertThat(ranking.resampling()).isNull();
    }

    @Test
    void theAnswerIsTheSameWhateverTheOrderOfTheSamples() {
        Probes probes = new Probes().ok("a", around(400, 0.3, 100)).ok("b", around(420, 0.4, 90));
        List<WindowSample> shuffled = new ArrayList<>(probes.window().samples());
        Collections.shuffle(shuffled, new Random(9));

        RankingView ranking = Probes.ranked(
                new Ranker(probes.question(Metric.TTFT, Statistic.P95), 0.05), new SampledEvidence(shuffled));

        assertThat(ranking).isEqualTo(probes.ranked(Metric.TTFT, Statistic.P95));
    }

    @Test
    void aTimeoutCountsAtItsElapsedTimeWhereTheEventNeverCameAndExactlyWhereItCame() {
        Probes probes = new Probes()
                .ok("a", around(300, 0.1, 98))
                .timedOut("a", null, 30_000)
                .timedOut("a", 900.0, 45_000);

        RankingView.Entry entry =
                probes.ranked(Metric.TTFT, Statistic.CV).entries().get(0);

        MetricView ttft = present(entry.ttftMs());
        MetricView latency = present(entry.latencyMs());
        assertThat(ttft.n()).isEqualTo(100);
        assertThat(ttft.max()).isEqualTo(30_000);
        assertThat(ttft.p99()).isEqualTo(900);
        assertThat(ttft.lowerBound()).isTrue();
        assertThat(latency.max()).isEqualTo(45_000);
        assertThat(latency.p99()).isEqualTo(30_000);
        assertThat(present(entry.itlMs()).n()).as("inter-token latency").isEqualTo(98);
        assertThat(present(entry.itlMs()).lowerBound()).isFalse();
        assertThat(entry.failures()).isEqualTo(2);
        assertThat(entry.outcomes()).isEqualTo(Map.of(Outcome.OK, 98L, Outcome.TIMEOUT, 2L));
    }

    @Test
    void aQuantileThatFallsAmongFailuresIsNullAndCensored() {
        Probes probes = new Probes()
                .ok("a", around(300, 0.1, 97))
                .failed("a", Outcome.SERVER_ERROR, 2, 500, "down")
                .timedOut("a", 10.0, 45_000);

        MetricView ttft = present(
                probes.ranked(Metric.TTFT, Statistic.CV).entries().get(0).ttftMs());

        assertThat(ttft.censored().p99()).isNull();
        assertThat(ttft.censored().censored()).isTrue();
        assertThat(ttft.censored().p95()).isGreaterThan(300);
        assertThat(ttft.n()).isEqualTo(98);
        assertThat(ttft.p99()).isNotNull();
    }

    @Test
    void suspectsAreLeftOutAndCounted() {
        Probes probes = new Probes().ok("a", around(300, 0.1, 50)).suspect("a", 90_000);

        RankingView.Entry entry =
                probes.ranked(Metric.TTFT, Statistic.CV).entries().get(0);

        assertThat(entry.n()).isEqualTo(50);
        assertThat(entry.excludedSuspect()).isEqualTo(1);
        assertThat(present(entry.ttftMs()).max()).isLessThan(1_000);
    }

    @Test
    void failuresThatWereOurNetworksCountAgainstNobody() {
        Probes probes = new Probes().ok("a", around(300, 0.1, 50)).unreachable("a", 50);

        RankingView.Entry entry =
                probes.ranked(Metric.TTFT, Statistic.CV).entries().get(0);

        assertThat(entry.n()).isEqualTo(50);
        assertThat(entry.failures()).isZero();
        assertThat(entry.availability()).isEqualTo(1);
        assertThat(entry.excludedSuspect()).isEqualTo(50);
        assertThat(entry.outcomes()).isEqualTo(Map.of(Outcome.OK, 50L));
        assertThat(present(entry.ttftMs()).censored().censored()).isFalse();
    }

    @Test
    void whoWasNeverReachedForOurSakeLacksEvidenceAndNothingElse() {
        RankingView ranking = new Probes().unreachable("a", 50).ranked(Metric.TTFT, Statistic.CV);

        RankingView.Unranked unranked = ranking.unranked().get(0);
        assertThat(unranked.reason()).isEqualTo(UnrankedReason.TOO_FEW_SAMPLES);
        assertThat(unranked.n()).isZero();
        assertThat(unranked.availability()).isNull();
        assertThat(unranked.excludedSuspect()).isEqualTo(50);
        assertThat(unranked.lastError()).isNull();
    }

    @Test
    void whoLacksEvidenceOrAvailabilityIsListedWithTheReason() {
        Probes probes = new Probes()
                .ok("few", around(300, 0.1, 29))
                .ok("failing", around(300, 0.1, 94))
                .failed("failing", Outcome.RATE_LIMITED, 6, 429, "slow down")
                .failed("wrong-key", Outcome.CLIENT_ERROR, 40, 401, "unauthorised")
                .target("silent");

        List<RankingView.Unranked> unranked =
                probes.ranked(Metric.TTFT, Statistic.CV).unranked();

        assertThat(unranked)
                .extracting(u -> u.target().provider() + " " + u.reason())
                .containsExactly(
                        "failing LOW_AVAILABILITY",
                        "few TOO_FEW_SAMPLES",
                        "silent TOO_FEW_SAMPLES",
                        "wrong-key CLIENT_ERRORS");
        assertThat(unranked.get(0).availability()).isEqualTo(0.94);
        assertThat(present(unranked.get(0).lastError()).httpStatus()).isEqualTo(429);
        assertThat(unranked.get(2).lastError()).isNull();
        assertThat(unranked.get(3).n()).isZero();
        assertThat(unranked.get(3).availability()).isNull();
    }

    @Test
    void someClientErrorsCountAgainstNobody() {
        Probes probes = new Probes().ok("a", around(300, 0.1, 40)).failed("a", Outcome.CLIENT_ERROR, 60, 400, "ours");

        RankingView.Entry entry =
                probes.ranked(Metric.TTFT, Statistic.CV).entries().get(0);

        assertThat(entry.n()).isEqualTo(40);
        assertThat(entry.availability()).isEqualTo(1);
        assertThat(entry.outcomes()).containsEntry(Outcome.CLIENT_ERROR, 60L);
    }

    @Test
    void aStatisticThatIsUndefinedCannotRank() {
        Probes probes = new Probes().ok("constant", new double[40]).ok("a", around(300, 0.1, 40));

        RankingView ranking = probes.ranked(Metric.TTFT, Statistic.CV);

        assertThat(ranking.entries()).extracting(e -> e.target().provider()).containsExactly("a");
        assertThat(ranking.unranked())
                .extracting(RankingView.Unranked::reason)
                .containsExactly(UnrankedReason.TOO_FEW_SAMPLES);
    }

    @Test
    void moreTokensPerSecondAndMoreAvailabilityAreBetter() {
        Probes probes = new Probes()
                .ok("a", around(300, 0.1, 200))
                .ok("b", around(300, 0.1, 191))
                .failed("b", Outcome.EMPTY, 9, 200, "no token");

        RankingView byAvailability = probes.ranked(Metric.AVAILABILITY, Statistic.CV);

        assertThat(byAvailability.statistic()).isEqualTo("availability");
        assertThat(byAvailability.entries())
                .extracting(RankingView.Entry::availability)
                .containsExactly(1.0, 0.955);
        assertThat(byAvailability.entries())
                .extracting(RankingView.Entry::tieGroup)
                .containsExactly(1, 2);
        assertThat(probes.question(Metric.OUTPUT_TOKENS_PER_SECOND, Statistic.P50)
                        .higherIsBetter())
                .isTrue();
        assertThat(probes.question(Metric.OUTPUT_TOKENS_PER_SECOND, Statistic.CV)
                        .higherIsBetter())
                .isFalse();
    }

    @Test
    void equalTargetsAreOneTieInTheOrderOfTheirNames() {
        double[] same = around(300, 0.2, 60);
        Probes probes = new Probes().ok("c", same).ok("a", same).ok("b", same);

        RankingView ranking = probes.ranked(Metric.TTFT, Statistic.P95);

        assertThat(ranking.entries()).extracting(e -> e.target().provider()).containsExactly("a", "b", "c");
        assertThat(ranking.entries()).extracting(RankingView.Entry::tieGroup).containsOnly(1);
        assertThat(ranking.entries()).extracting(RankingView.Entry::rankLow).containsOnly(1);
        assertThat(ranking.entries()).extracting(RankingView.Entry::rankHigh).containsOnly(3);
        assertThat(ranking.entries())
                .extracting(RankingView.Entry::probabilityBest)
                .allSatisfy(p -> assertThat(p).isCloseTo(1 / 3.0, within(1e-3)));
    }

    @Test
    void goodputCostAndColdStartsAreTold() {
        double[] ttft = new double[100];
        Arrays.setAll(ttft, i -> i % 10 == 9 ? 1_500 : 200);
        Probes probes = new Probes().ok("a", ttft);

        RankingView.Entry entry =
                probes.ranked(Metric.TTFT, Statistic.CV).entries().get(0);

        assertThat(entry.goodput()).isEqualTo(0.9);
        assertThat(entry.coldStartPenaltyMs()).isEqualTo(1_300);
        assertThat(present(entry.cost()).total()).isEqualByComparingTo("0.1");
        assertThat(present(entry.cost()).currency()).isEqualTo("USD");
    }

    @Test
    void theAnswerSaysWhatItCovers() throws Exception {
        Probes probes = new Probes().ok("a", around(300, 0.2, 60)).target("silent");

        JsonNode json = JSON.readTree(JSON.writeValueAsString(probes.ranked(Metric.TTFT, Statistic.CV)));

        assertThat(json.get("campaign").textValue()).isEqualTo("kimi");
        assertThat(json.get("model").textValue()).isEqualTo("Kimi K2.6");
        assertThat(json.get("metric").textValue()).isEqualTo("ttft");
        assertThat(json.get("statistic").textValue()).isEqualTo("cv");
        assertThat(json.get("window").textValue()).isEqualTo("PT24H");
        assertThat(json.get("from").textValue()).isEqualTo("2026-11-23T12:05:00Z");
        assertThat(json.get("to").textValue()).isEqualTo("2026-11-24T12:05:00Z");
        assertThat(json.get("generatedAt").textValue()).isEqualTo("2026-11-24T12:00:00.750Z");
        assertThat(json.get("validUntil").textValue()).isEqualTo("2026-11-24T12:05:00Z");
        assertThat(json.get("revision").longValue()).isEqualTo(412);
        assertThat(json.get("intervalsFor").textValue()).isEqualTo("WINDOW");
        assertThat(json.get("quantileErrorBound").doubleValue()).isZero();
        assertThat(json.at("/resampling/cells").intValue()).isEqualTo(60);
        assertThat(json.at("/resampling/cellLength").textValue()).isEqualTo("PT5M");
        assertThat(json.at("/unranked/0").has("availability")).isTrue();
        assertThat(json.at("/unranked/0/availability").isNull()).isTrue();
    }

    @Test
    void eachMetricIsShownWithItsUnitItsReliabilityAndItsIntervals() throws Exception {
        Probes probes = new Probes().ok("a", around(300, 0.2, 60));

        JsonNode json = JSON.readTree(JSON.writeValueAsString(probes.ranked(Metric.TTFT, Statistic.CV)));

        JsonNode ttft = json.at("/entries/0/ttftMs");
        for (Statistic statistic : Statistic.values()) {
            JsonNode interval = ttft.at("/intervals/" + statistic.key());
            double value = ttft.get(statistic.key()).doubleValue();
            assertThat(interval.get(0).doubleValue()).as(statistic.key()).isLessThanOrEqualTo(value);
            assertThat(interval.get(1).doubleValue()).as(statistic.key()).isGreaterThanOrEqualTo(value);
        }
        assertThat(ttft.get("p50").doubleValue()).isBetween(250.0, 350.0);
        assertThat(ttft.at("/reliability/cv").textValue()).isEqualTo("NO_TAIL_SEEN");
        assertThat(ttft.get("tailEventRateBound").doubleValue()).isEqualTo(0.05);
        assertThat(json.at("/entries/0/outputTokensPerSecond/p50").doubleValue())
                .isEqualTo(50);
        assertThat(json.at("/entries/0/itlMs/p50").doubleValue()).isEqualTo(20);
        assertThat(json.at("/entries/0/availabilityInterval").size()).isEqualTo(2);
    }

    @Test
    void degenerateSamplesNeverBecomeANumberThatIsNotOne() throws Exception {
        double[] constant = new double[40];
        Arrays.fill(constant, 250);
        Probes probes = new Probes().ok("constant", constant).ok("zero", new double[40]);

        String json = JSON.writeValueAsString(probes.ranked(Metric.TTFT, Statistic.P50));

        assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(JSON.readTree(json).get("entries")).hasSize(2);
        assertThat(JSON.readTree(json).at("/entries/0/ttftMs").has("cv")).isFalse();
        assertThat(JSON.readTree(json).at("/entries/1/tieGroup").intValue()).isEqualTo(2);
    }

    @Test
    void anEmptyWindowIsAnAnswerToo() {
        RankingView ranking = new Probes().target("silent").ranked(Metric.TTFT, Statistic.CV);

        assertThat(ranking.entries()).isEmpty();
        assertThat(ranking.resampling()).isNull();
        assertThat(ranking.unranked()).hasSize(1);
    }

    private static double[] around(double median, double sigma, int n) {
        Random random = new Random((long) (median + 1_000 * sigma));
        return random.doubles(n)
                .map(ignored -> median * Math.exp(sigma * random.nextGaussian()))
                .toArray();
    }

    private static <T> T present(@Nullable T value) {
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }
}
