package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollups must tell what the samples themselves tell, to the bounds that are published. */
class RolledUpEvidenceTest {
    private static final List<Metric> MEASURED =
            List.of(Metric.TTFT, Metric.TTFA, Metric.LATENCY, Metric.ITL, Metric.OUTPUT_TOKENS_PER_SECOND);

    private final Probes probes = new Probes();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rollupsTellWhatTheSamplesTell(long seed) {
        List<WindowSample> samples = new RandomSamples(probes, seed).of(List.of("a", "b", "c"), 2_000);

        List<TargetWindow> exact =
                new SampledEvidence(samples).targets(probes.campaign().targets());
        List<TargetWindow> rolledUp =
                rolledUp(samples).targets(probes.campaign().targets());

        assertThat(rolledUp).hasSameSizeAs(exact);
        for (int i = 0; i < exact.size(); i++) {
            assertSameTarget(exact.get(i), rolledUp.get(i));
        }
        assertThat(rolledUp(samples).instrument().n())
                .isEqualTo(new SampledEvidence(samples).instrument().n());
        assertThat(rolledUp(samples).instrument().suspectShare())
                .isEqualTo(new SampledEvidence(samples).instrument().suspectShare());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void rankingsByRollupsAreThoseBySamples(long seed) {
        List<WindowSample> samples = new RandomSamples(probes, seed).of(List.of("a", "b", "c"), 2_000);
        for (Statistic statistic : List.of(Statistic.CV, Statistic.P95)) {
            Ranker ranker = new Ranker(probes.question(Metric.TTFT, statistic), 0.05);

            RankingView exact = Probes.ranked(ranker, new SampledEvidence(samples));
            RankingView rolledUp = Probes.ranked(ranker, rolledUp(samples));

            assertThat(rolledUp.quantileErrorBound()).isEqualTo(0.005);
            for (RankingView.Entry entry : rolledUp.entries()) {
                RankingView.Entry same = exact.entries().stream()
                        .filter(other -> other.target().equals(entry.target()))
                        .findFirst()
                        .orElseThrow();
                assertSameIntervals(Objects.requireNonNull(same.ttftMs()), Objects.requireNonNull(entry.ttftMs()));
            }
        }
    }

    private static void assertSameIntervals(MetricView exact, MetricView rolledUp) {
        assertThat(rolledUp.intervals()).containsOnlyKeys(exact.intervals().keySet());
        exact.intervals().forEach((statistic, interval) -> {
            double tolerance = statistic.equals("robustCv") ? 0.015 : 0.02 * interval.high();
            Interval own = Objects.requireNonNull(rolledUp.intervals().get(statistic));
            assertThat(own.low()).as(statistic).isCloseTo(interval.low(), within(tolerance));
            assertThat(own.high()).as(statistic).isCloseTo(interval.high(), within(tolerance));
        });
        assertThat(rolledUp.reliability()).isEqualTo(exact.reliability());
    }

    private void assertSameTarget(TargetWindow exact, TargetWindow rolledUp) {
        assertThat(rolledUp.target()).isEqualTo(exact.target());
        assertThat(rolledUp.availability()).isEqualTo(exact.availability());
        assertThat(rolledUp.outcomes()).isEqualTo(exact.outcomes());
        assertThat(rolledUp.excludedSuspect()).isEqualTo(exact.excludedSuspect());
        assertThat(rolledUp.costs().keySet()).isEqualTo(exact.costs().keySet());
        exact.costs()
                .forEach((currency, total) ->
                        assertThat(rolledUp.costs().get(currency)).isEqualByComparingTo(total));
        assertThat(rolledUp.goodput(probes.campaign().slo()))
                .isEqualTo(exact.goodput(probes.campaign().slo()));
        Duration threshold = Duration.ofMinutes(1);
        assertThat(rolledUp.coldStartPenaltyNs(threshold)).isPresent();
        assertThat(rolledUp.coldStartPenaltyNs(threshold).orElseThrow())
                .isCloseTo(exact.coldStartPenaltyNs(threshold).orElseThrow(), within(0.01 * 400e6));
        MEASURED.forEach(metric -> assertSameValues(exact.values(metric), rolledUp.values(metric)));
    }

    private static void assertSameValues(MetricValues exact, MetricValues rolledUp) {
        assertThat(rolledUp.evidence()).isEqualTo(exact.evidence());
        assertThat(rolledUp.lowerBound()).isEqualTo(exact.lowerBound());
        assertThat(rolledUp.stretches(Duration.ofMinutes(5))).isEqualTo(exact.stretches(Duration.ofMinutes(5)));
        WindowDistribution one = exact.distribution();
        WindowDistribution other = rolledUp.distribution();
        assertThat(other.n()).isEqualTo(one.n());
        assertThat(other.min()).isEqualTo(one.min());
        assertThat(other.max()).isEqualTo(one.max());
        assertThat(other.mean()).isCloseTo(one.mean(), within(1e-9 * one.mean()));
        assertThat(other.stddev()).isCloseTo(one.stddev(), within(1e-9 * one.stddev()));
        for (int percent : new int[] {0, 1, 25, 50, 90, 95, 99, 100}) {
            assertThat(other.quantile(percent))
                    .isCloseTo(one.quantile(percent), within(1.000001 * 0.005 * one.quantile(percent)));
            double censored = exact.censoredQuantile(percent);
            if (Double.isNaN(censored)) {
                assertThat(rolledUp.censoredQuantile(percent)).isNaN();
            } else {
                assertThat(rolledUp.censoredQuantile(percent)).isCloseTo(censored, within(1.000001 * 0.005 * censored));
            }
        }
        assertThat(other.value(Statistic.ROBUST_CV)).isCloseTo(one.value(Statistic.ROBUST_CV), within(0.015));
        assertThat((double) other.tailEvents()).isCloseTo((double) one.tailEvents(), within(1.0));
    }

    /** As ingest would have summed them up, in any order. */
    private RolledUpEvidence rolledUp(List<WindowSample> samples) {
        List<WindowSample> shuffled = new ArrayList<>(samples);
        Collections.shuffle(shuffled, new Random(samples.size()));
        Slo slo = Objects.requireNonNull(probes.campaign().slo());
        Map<UUID, SortedMap<Instant, Rollup>> byTarget = new HashMap<>();
        for (WindowSample sample : shuffled) {
            Rollup one = Rollup.of(List.of(sample.observation()), slo);
            byTarget.computeIfAbsent(sample.targetId(), id -> new TreeMap<>())
                    .merge(Resolution.FIVE_MINUTES.floor(sample.scheduledAt()), Rollup.of(one.bytes()), Rollup::merge);
        }
        return new RolledUpEvidence(byTarget, Map.of());
    }
}
