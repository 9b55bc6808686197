package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LongRunTest {
    private static final Duration CELL = Duration.ofHours(1);

    @Test
    void theMemoryOfADriftIsFoundBelowTheNoiseOfItsCells() {
        // Given an AR(1) drift with a memory of 6 cells, and noise of the same size
        LongRun longRun = LongRun.of(List.of(levels(2_000, 6, 0.1, 0.1)), CELL, Duration.ofHours(2_000));

        assertThat(longRun.autocorrelationTime()).isBetween(Duration.ofHours(4), Duration.ofHours(8));
        assertThat(longRun.blockLength())
                .isEqualTo(Objects.requireNonNull(longRun.autocorrelationTime()).multipliedBy(8));
        assertThat(longRun.offered()).isTrue();
    }

    @Test
    void whereNothingDriftsACellIsLongEnough() {
        LongRun longRun = LongRun.of(List.of(levels(500, 6, 0, 0.1)), CELL, Duration.ofHours(500));

        assertThat(longRun.autocorrelationTime()).isEqualTo(CELL);
        assertThat(longRun.offered()).isTrue();
    }

    @Test
    void aWindowThatIsShortAgainstTheDriftOffersNothing() {
        LongRun longRun = LongRun.of(List.of(levels(100, 20, 0.2, 0.02)), CELL, Duration.ofHours(100));

        assertThat(longRun.offered()).isFalse();
    }

    @Test
    void theLongestMemoryOfAllTargetsCounts() {
        SortedMap<Long, Double> steady = levels(2_000, 6, 0, 0.1);
        SortedMap<Long, Double> drifting = levels(2_000, 12, 0.1, 0.05);

        LongRun both = LongRun.of(List.of(steady, drifting), CELL, Duration.ofHours(2_000));

        assertThat(both).isEqualTo(LongRun.of(List.of(drifting), CELL, Duration.ofHours(2_000)));
    }

    @Test
    void theMemoryOfADriftIsFoundWhereATargetIsAskedLessThanOnceACell() {
        SortedMap<Long, Double> everyThird = new TreeMap<>(levels(6_000, 18, 0.2, 0.02));
        everyThird.keySet().removeIf(cell -> cell % 3 != 0);

        LongRun longRun = LongRun.of(List.of(everyThird), CELL, Duration.ofDays(250));

        assertThat(longRun.autocorrelationTime()).isBetween(Duration.ofHours(12), Duration.ofHours(27));
    }

    @Test
    void nothingFinerThanTheDistanceOfNeighboursIsClaimed() {
        SortedMap<Long, Double> everyThird = new TreeMap<>(levels(1_500, 6, 0, 0.1));
        everyThird.keySet().removeIf(cell -> cell % 3 != 0);

        LongRun longRun = LongRun.of(List.of(everyThird), CELL, Duration.ofHours(1_500));

        assertThat(longRun.autocorrelationTime()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void aLongWindowThatIsMostlyEmptyOffersNothing() {
        LongRun longRun = LongRun.of(List.of(levels(100, 6, 0, 0.1)), CELL, Duration.ofHours(500));

        assertThat(longRun.autocorrelationTime()).isEqualTo(CELL);
        assertThat(longRun.offered()).isFalse();
    }

    @Test
    void ofTooFewLevelsNoMemoryIsTold() {
        assertThat(LongRun.of(List.of(new TreeMap<>()), CELL, Duration.ofHours(20))
                        .autocorrelationTime())
                .isNull();
        assertThat(LongRun.of(List.of(levels(19, 1, 0, 0.1)), CELL, Duration.ofHours(20))
                        .offered())
                .isFalse();
    }

    /** Every tenth cell is empty. */
    private static SortedMap<Long, Double> levels(int cells, double memory, double drift, double noise) {
        Random random = new Random(3);
        double decay = Math.exp(-1 / memory);
        double state = random.nextGaussian();
        SortedMap<Long, Double> levels = new TreeMap<>();
        for (long cell = 0; cell < cells; cell++) {
            state = decay * state + Math.sqrt(1 - decay * decay) * random.nextGaussian();
            if (cell % 10 != 7) {
                levels.put(1_000 + cell, 300 * Math.exp(drift * state + noise * random.nextGaussian()));
            }
        }
        return levels;
    }
}
