package dev.evenkeel.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollupTest {
    private static final Slo SLO = new Slo(300.0, 20.0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyOrderAndGroupingOfMergesGivesTheSame(long seed) {
        Random random = new Random(seed);
        List<Observation> samples = samples(random, 400);
        Rollup whole = Rollup.of(samples, SLO);

        List<Rollup> parts = new ArrayList<>();
        Collections.shuffle(samples, random);
        for (int from = 0; from < samples.size(); ) {
            int to = Math.min(samples.size(), from + 1 + random.nextInt(40));
            parts.add(Rollup.of(samples.subList(from, to), SLO));
            from = to;
        }
        while (parts.size() > 1) {
            Rollup one = parts.remove(random.nextInt(parts.size()));
            Rollup other = parts.remove(random.nextInt(parts.size()));
            parts.add(one.merge(other));
        }

        assertThat(Difference.between(parts.get(0), whole)).isEmpty();
        for (Metric metric : whole.metrics().keySet()) {
            Moments merged = parts.get(0).metric(metric).moments();
            Moments exact = whole.metric(metric).moments();
            assertThat(merged.mean()).isCloseTo(exact.mean(), within(1e-9 * exact.mean()));
            assertThat(merged.m2()).isCloseTo(exact.m2(), within(1e-9 * exact.m2()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void quantilesOfASketchAreWithinHalfAPerCent(long seed) {
        Random random = new Random(seed);
        double[] numbers = random.doubles(1 + random.nextInt(2_000))
                .map(u -> Math.exp(20 * u))
                .toArray();
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);

        Sketch sketch = Sketch.of(numbers);

        for (int percent = 0; percent <= 100; percent++) {
            double exact = sorted[(int) NearestRank.of(percent, sorted.length) - 1];
            assertThat(sketch.quantile(percent)).isCloseTo(exact, within(1.000001 * LogBins.RELATIVE_ERROR * exact));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void bytesGiveTheSameRollupBack(long seed) {
        Random random = new Random(seed);
        Rollup rollup = Rollup.of(samples(random, random.nextInt(300)), SLO);

        Rollup back = Rollup.of(rollup.bytes());

        assertThat(back).isEqualTo(rollup);
    }

    @Test
    void allKindsOfSloComeBack() {
        Random random = new Random(1);
        Rollup by300 = Rollup.of(samples(random, 20), SLO);
        Rollup without = Rollup.of(samples(random, 20), Slo.NONE);
        Rollup mixed = by300.merge(without);

        assertThat(Rollup.of(Rollup.EMPTY.bytes())).isEqualTo(Rollup.EMPTY);
        assertThat(Rollup.of(without.bytes())).isEqualTo(without);
        assertThat(Rollup.of(mixed.bytes())).isEqualTo(mixed);
        assertThat(mixed.slo()).isEqualTo(SloTally.MIXED);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void everyOutcomeHasACode(Outcome outcome) {
        Rollup rollup = Rollup.of(List.of(observation(outcome, false, 1e8)), SLO);

        assertThat(Rollup.of(rollup.bytes()).outcomes()).containsOnlyKeys(outcome);
    }

    /** Not a number is guessed, and no memory taken that the bytes do not account for. */
    @Test
    void bytesThatAreNoRollupAreRefused() {
        Random random = new Random(1);
        byte[] bytes = Rollup.of(samples(random, 50), SLO).bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Rollup.of(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] garbled = bytes.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Rollup.of(garbled)).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("not a rollup");
            }
        }
    }

    @Test
    void whatASampleCanNotMeanTellsNothing() {
        Observation absurd = new Observation(
                Outcome.OK,
                false,
                -5L,
                null,
                -1L,
                10L,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                -7L,
                null,
                TokenTotals.NONE,
                null,
                null);

        Rollup rollup = Rollup.of(List.of(absurd), SLO);

        assertThat(rollup.metrics()).isEmpty();
        assertThat(rollup.counted()).isEqualTo(1);
    }

    @Test
    void idleTimesAreToldApartToAQuarterOfAnOctave() {
        Rollup rollup = Rollup.of(List.of(idle(2, 100e6), idle(300, 400e6), idle(290, 410e6), idle(3_600, 900e6)), SLO);

        assertThat(rollup.coldTtft(Duration.ofMinutes(1)).n()).isEqualTo(3);
        assertThat(rollup.warmTtft(Duration.ofMinutes(1)).n()).isEqualTo(1);
        assertThat(rollup.coldTtft(Duration.ofMinutes(10)).n()).isEqualTo(1);
        assertThat(rollup.warmTtft(Duration.ofMinutes(10)).n()).isEqualTo(3);
    }

    private static Observation idle(long seconds, double ttftNs) {
        return new Observation(
                Outcome.OK,
                false,
                (long) ttftNs,
                null,
                null,
                1L,
                null,
                null,
                seconds * 1_000_000_000L,
                null,
                TokenTotals.NONE,
                null,
                null);
    }

    private static List<Observation> samples(Random random, int n) {
        List<Observation> samples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Outcome outcome = random.nextInt(10) > 0
                    ? Outcome.OK
                    : List.of(Outcome.values()).get(random.nextInt(10));
            double ttft = 300e6 * Math.exp(0.5 * random.nextGaussian()) * (random.nextInt(50) == 0 ? 20 : 1);
            samples.add(observation(outcome, random.nextInt(20) == 0, ttft));
        }
        return samples;
    }

    private static Observation observation(Outcome outcome, boolean suspect, double ttft) {
        boolean ok = outcome == Outcome.OK;
        return new Observation(
                outcome,
                suspect,
                ok ? (long) ttft : null,
                ok ? (long) (1.1 * ttft) : null,
                ok ? (long) (4 * ttft) : null,
                30_000_000_000L,
                ok ? ttft / 20 : null,
                ok ? 1e9 / ttft : null,
                (long) (1_000 * ttft),
                (long) (ttft / 1_000) - 300_000,
                ok ? new TokenTotals(212, 64, 3, 1) : TokenTotals.NONE,
                ok ? BigDecimal.valueOf((long) ttft % 1_000, 5 + (int) ttft % 3) : null,
                ok ? ((long) ttft % 2 == 0 ? "USD" : "EUR") : null);
    }
}
