package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.measurement.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IntervalsTest {
    static List<JsonNode> dataSets() {
        return Fixtures.sets("intervals.json");
    }

    /** Both sides draw at random: 2,000 resamples place an end within 1.5 % of the width, one standard deviation. */
    @ParameterizedTest
    @MethodSource("dataSets")
    void intervalsAreThoseOfTheSameBootstrapWrittenOutWithNumPyAndSciPy(JsonNode set) {
        double[] numbers = Fixtures.doubles(set.get("values"));
        int cells = set.get("cells").intValue();

        ResampledStatistics resampled = ResampledStatistics.of(
                        numbers, Fixtures.ints(set.get("cellOf")), Resampling.draw(cells, 42), ResampledStatistics.ALL)
                .orElseThrow();

        set.get("intervals").properties().forEach(expected -> {
            Statistic statistic = Statistic.ofKey(expected.getKey()).orElseThrow();
            double[] ends = Fixtures.doubles(expected.getValue());
            Interval interval = resampled.interval(statistic).orElseThrow();
            double tolerance = 0.07 * (ends[1] - ends[0]);
            assertThat(interval.low()).as(expected.getKey()).isCloseTo(ends[0], within(tolerance));
            assertThat(interval.high()).as(expected.getKey()).isCloseTo(ends[1], within(tolerance));
        });
    }

    @Test
    void theSameSeedDrawsTheSameCells() {
        Resampling once = Resampling.draw(60, 7);

        Resampling again = Resampling.draw(60, 7);

        for (int r = 0; r < Resampling.RESAMPLES; r++) {
            assertThat(again.timesDrawn(r)).isEqualTo(once.timesDrawn(r));
        }
        assertThat(Resampling.draw(60, 8).timesDrawn(0)).isNotEqualTo(once.timesDrawn(0));
    }

    @Test
    void everyResampleDrawsAsManyCellsAsThereAreAndEveryCellAboutEquallyOften() {
        long[] perCell = new long[37];

        Resampling resampling = Resampling.draw(37, 1);

        for (int r = 0; r < Resampling.RESAMPLES; r++) {
            int[] drawn = resampling.timesDrawn(r);
            assertThat(IntStream.range(0, 37).map(cell -> drawn[cell]).sum()).isEqualTo(37);
            IntStream.range(0, 37).forEach(cell -> perCell[cell] += drawn[cell]);
        }
        assertThat(Arrays.stream(perCell).boxed())
                .allSatisfy(times -> assertThat(times).isBetween(1_800L, 2_200L));
    }

    @ParameterizedTest
    @EnumSource(Statistic.class)
    void constantNumbersNeverGiveAnIntervalThatIsNotOne(Statistic statistic) {
        double[] constant = new double[48];
        Arrays.fill(constant, 0.1);
        double point = Distribution.of(constant).value(statistic);

        Optional<Interval> interval = resampled(constant).interval(statistic);

        assertThat(interval.stream()).allSatisfy(found -> {
            assertThat(found.low()).isCloseTo(point, within(1e-12));
            assertThat(found.high()).isCloseTo(point, within(1e-12));
        });
        assertThat(interval.isPresent())
                .isEqualTo(
                        statistic != Statistic.CV && statistic != Statistic.CV_MEDIAN && statistic != Statistic.STDDEV);
    }

    @ParameterizedTest
    @EnumSource(Statistic.class)
    void ofZerosOnlyLevelsAreKnown(Statistic statistic) {
        double[] zeros = new double[48];

        Optional<Interval> interval = resampled(zeros).interval(statistic);

        List<Statistic> levels = List.of(Statistic.P50, Statistic.P90, Statistic.P95, Statistic.P99);
        assertThat(interval).isEqualTo(levels.contains(statistic) ? Optional.of(new Interval(0, 0)) : Optional.empty());
    }

    @Test
    void onlyCellsThatTheTargetHasNumbersInCountForItsInterval() {
        Random random = new Random(3);
        double[] numbers = random.doubles(52, 100, 200).toArray();
        int[] cellOf = IntStream.range(0, 52).map(i -> 20 * (i / 4)).toArray();
        Resampling resampling = Resampling.draw(288, 42);

        Interval interval = ResampledStatistics.of(numbers, cellOf, resampling, Set.of(Statistic.MEAN))
                .orElseThrow()
                .interval(Statistic.MEAN)
                .orElseThrow();

        double[] logs = IntStream.range(0, Resampling.RESAMPLES)
                .mapToDouble(resample -> Math.log(weightedMean(numbers, cellOf, resampling.timesDrawn(resample))))
                .toArray();
        double sigma = Distribution.of(logs).stddev();
        double tOf12 = 2.178813;
        assertThat(Math.log(interval.high() / Distribution.of(numbers).mean()))
                .isCloseTo(tOf12 * Math.sqrt(13 / 12.0) * sigma, within(1e-6));
    }

    private static double weightedMean(double[] numbers, int[] cellOf, int[] timesDrawn) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += numbers[i] * timesDrawn[cellOf[i]];
            n += timesDrawn[cellOf[i]];
        }
        return sum / n;
    }

    @Test
    void aStatisticThatHangsOnOneCellHasNoInterval() {
        double[] numbers = new double[48];
        Arrays.fill(numbers, 5);
        numbers[0] = 6;

        Optional<Interval> interval = resampled(numbers).interval(Statistic.CV);

        assertThat(interval).as("a third of the resamples have no spread").isEmpty();
    }

    @Test
    void aSpreadsUpperEndAllowsForATailEventBeyondThoseSeen() {
        double[] numbers = IntStream.range(0, 960)
                .mapToDouble(i -> 200 + 7 * (i % 13) + (i % 80 == 7 ? 4_000 : 0) + (i == 500 ? 9_000 : 0))
                .toArray();
        Distribution all = Distribution.of(numbers);
        double largest = IntStream.of(500, 501)
                .mapToDouble(i -> Math.pow(numbers[i] - all.mean(), 2))
                .sum();
        double share = largest / (all.n() - 1) / Math.pow(all.stddev(), 2);

        for (Statistic statistic : List.of(Statistic.STDDEV, Statistic.CV, Statistic.CV_MEDIAN)) {
            Interval interval = resampled(numbers).interval(statistic).orElseThrow();
            double point = all.value(statistic);
            assertThat(interval.high() / point)
                    .as(statistic.key())
                    .isCloseTo(point / interval.low() * Math.sqrt(1 + 3 * share), within(1e-9));
        }
        Interval ofMean = resampled(numbers).interval(Statistic.MEAN).orElseThrow();
        assertThat(ofMean.high() / all.mean()).isCloseTo(all.mean() / ofMean.low(), within(1e-9));
    }

    @Test
    void aSpreadWithoutTailEventsHasAnIntervalThatReachesAsFarUpAsDown() {
        double[] numbers =
                IntStream.range(0, 960).mapToDouble(i -> 200 + 7 * (i % 13)).toArray();
        double point = Distribution.of(numbers).value(Statistic.CV);

        Interval interval = resampled(numbers).interval(Statistic.CV).orElseThrow();

        assertThat(interval.high() / point).isCloseTo(point / interval.low(), within(1e-9));
    }

    @Test
    void aTargetSeenInTooFewOfTheCellsHasNoInterval() {
        double[] numbers = new Random(1).doubles(100).toArray();
        int[] cellOf = IntStream.range(0, 100).map(i -> i % 11).toArray();

        Optional<ResampledStatistics> resampled =
                ResampledStatistics.of(numbers, cellOf, Resampling.draw(288, 1), ResampledStatistics.ALL);

        assertThat(resampled).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Statistic.class)
    void aStatisticThatIsResampledAloneIsTheSame(Statistic statistic) {
        double[] numbers = IntStream.range(0, 120)
                .mapToDouble(i -> 200 + 7 * (i % 13) + (i % 30 == 0 ? 9_000 : 0))
                .toArray();
        ResampledStatistics all = resampled(numbers);
        int[] cellOf = IntStream.range(0, numbers.length).map(i -> i / 2).toArray();

        ResampledStatistics alone = ResampledStatistics.of(
                        numbers, cellOf, Resampling.draw(numbers.length / 2, 3), Set.of(statistic))
                .orElseThrow();

        assertThat(alone.interval(statistic)).isEqualTo(all.interval(statistic));
        assertThat(alone.contender(statistic).resampled())
                .isEqualTo(all.contender(statistic).resampled());
    }

    private static ResampledStatistics resampled(double[] numbers) {
        int[] cellOf = IntStream.range(0, numbers.length).map(i -> i / 2).toArray();
        return ResampledStatistics.of(numbers, cellOf, Resampling.draw(numbers.length / 2, 3), ResampledStatistics.ALL)
                .orElseThrow();
    }
}
