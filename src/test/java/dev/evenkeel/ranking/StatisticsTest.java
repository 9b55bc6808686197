package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.measurement.Statistic;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatisticsTest {
    private static final double RELATIVE = 1e-9;
    /** Divides without rounding, so that what is compared is the statistics. */
    private static final double POWER_OF_TWO = 1 << 20;

    private static final List<Statistic> RATIOS =
            List.of(Statistic.CV, Statistic.CV_MEDIAN, Statistic.ROBUST_CV, Statistic.TAIL_RATIO);

    static List<JsonNode> dataSets() {
        return Fixtures.sets("statistics.json");
    }

    @ParameterizedTest(name = "data set {index}")
    @MethodSource("dataSets")
    void everyStatisticIsWhatNumPyAndSciPyMakeOfTheSameNumbers(JsonNode set) {
        JsonNode expected = set.get("expected");

        Distribution distribution = Distribution.of(Fixtures.doubles(set.get("values")));

        for (Statistic statistic : Statistic.values()) {
            assertAgrees(set, statistic.key(), distribution.value(statistic), expected.get(statistic.key()));
        }
        assertAgrees(set, "min", distribution.min(), expected.get("min"));
        assertAgrees(set, "max", distribution.max(), expected.get("max"));
        assertThat(distribution.tailEvents())
                .isEqualTo(expected.get("tailEvents").longValue());
    }

    @ParameterizedTest(name = "data set {index}")
    @MethodSource("dataSets")
    void numbersThatAllCountOnceHaveTheSameStatisticsWeighted(JsonNode set) {
        double[] numbers = Fixtures.doubles(set.get("values"));
        int[] cellOf = new Random(5).ints(numbers.length, 0, 7).toArray();
        int[] once = new int[7];
        Arrays.fill(once, 1);

        WeightedDistribution weighted = new WeightedDistribution(
                numbers, cellOf, Distribution.of(numbers).mad(), Resampling.of(once));
        weighted.weigh(0);

        Distribution exact = Distribution.of(numbers);
        for (Statistic statistic : Statistic.values()) {
            assertSame(statistic, weighted.value(statistic), exact.value(statistic));
        }
    }

    @ParameterizedTest(name = "data set {index}")
    @MethodSource("dataSets")
    void aWeightMeansThatTheNumberIsThereSoOften(JsonNode set) {
        double[] numbers = Fixtures.doubles(set.get("values"));
        Random random = new Random(numbers.length);
        int[] cellOf = random.ints(numbers.length, 0, 9).toArray();
        int[][] times = new int[20][9];
        for (int[] drawn : times) {
            random.ints(9, 0, 9).forEach(cell -> drawn[cell]++);
        }
        WeightedDistribution weighted = new WeightedDistribution(
                numbers, cellOf, Distribution.of(numbers).mad(), Resampling.of(times));
        for (int resample = 0; resample < times.length; resample++) {
            weighted.weigh(resample);

            Distribution writtenOut = Distribution.of(writtenOut(numbers, cellOf, times[resample]));
            for (Statistic statistic : Statistic.values()) {
                assertSame(statistic, weighted.value(statistic), writtenOut.value(statistic));
            }
        }
    }

    @ParameterizedTest(name = "data set {index}")
    @MethodSource("dataSets")
    void theOrderOfTheNumbersDoesNotMatter(JsonNode set) {
        List<Double> numbers =
                Arrays.stream(Fixtures.doubles(set.get("values"))).boxed().collect(Collectors.toList());
        Distribution before = distribution(numbers);
        Collections.shuffle(numbers, new Random(1));

        Distribution after = distribution(numbers);

        for (Statistic statistic : Statistic.values()) {
            assertSame(statistic, after.value(statistic), before.value(statistic));
        }
    }

    @ParameterizedTest(name = "data set {index}")
    @MethodSource("dataSets")
    void anotherUnitScalesTheLevelsAndLeavesTheRatios(JsonNode set) {
        double[] numbers = Fixtures.doubles(set.get("values"));
        Distribution nanoseconds = Distribution.of(numbers);

        Distribution other = Distribution.of(
                Arrays.stream(numbers).map(x -> x / POWER_OF_TWO).toArray());

        for (Statistic statistic : Statistic.values()) {
            double unit = RATIOS.contains(statistic) ? 1 : POWER_OF_TWO;
            assertSame(statistic, other.value(statistic) * unit, nanoseconds.value(statistic));
        }
    }

    @Test
    void aSampleCoefficientOfVariationCannotExceedTheRootOfN() {
        double[] numbers = new double[200];
        numbers[0] = 1e12;

        Distribution extreme = Distribution.of(numbers);

        assertThat(extreme.value(Statistic.CV)).isCloseTo(Math.sqrt(200), within(1e-9));
    }

    @Test
    void ofNoNumbersEverythingIsUndefined() {
        Distribution nothing = Distribution.of();

        assertThat(Statistic.values())
                .allSatisfy(s -> assertThat(nothing.value(s)).isNaN());
        assertThat(nothing.min()).isNaN();
        assertThat(nothing.max()).isNaN();
        assertThat(nothing.tailEvents()).isZero();
    }

    @Test
    void failuresStandBeyondEverySuccess() {
        Distribution successes = Distribution.of(1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(successes.censoredQuantile(50, 0, 2)).isEqualTo(5);
        assertThat(successes.censoredQuantile(80, 0, 2)).isEqualTo(8);
        assertThat(successes.censoredQuantile(81, 0, 2)).isNaN();
        assertThat(successes.censoredQuantile(20, 2, 0)).isNaN();
        assertThat(successes.censoredQuantile(21, 2, 0)).isEqualTo(1);
    }

    @Test
    void studentsQuantileIsSciPys() {
        JsonNode expected = Fixtures.read("statistics.json").get("studentT");

        expected.fieldNames()
                .forEachRemaining(degrees -> assertThat(StudentT.quantile975(Integer.parseInt(degrees)))
                        .isCloseTo(expected.get(degrees).doubleValue(), within(2e-5)));
    }

    @Test
    void wilsonsIntervalIsSciPys() {
        for (JsonNode expected : Fixtures.read("statistics.json").get("wilson")) {
            var availability = new Availability(
                    expected.get("n").longValue(), expected.get("failures").longValue());

            Interval interval = availability.interval();

            double[] ends = Fixtures.doubles(expected.get("interval"));
            assertThat(interval.low()).isCloseTo(ends[0], within(1e-12));
            assertThat(interval.high()).isCloseTo(ends[1], within(1e-12));
        }
    }

    private static double[] writtenOut(double[] numbers, int[] cellOf, int[] times) {
        return IntStream.range(0, numbers.length)
                .boxed()
                .flatMap(i -> Collections.nCopies(times[cellOf[i]], numbers[i]).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static Distribution distribution(List<Double> numbers) {
        return Distribution.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void assertAgrees(JsonNode set, String key, double actual, JsonNode expected) {
        if (expected.isNull()) {
            assertThat(actual).as("%s of %s", key, set.get("name")).isNaN();
        } else if (set.get("name").textValue().startsWith("constant of a fraction") && expected.doubleValue() < 1e-12) {
            // NumPy's rounding gives identical numbers a spread of 1e-17; there is none.
            assertThat(actual).as("%s of %s", key, set.get("name")).isZero();
        } else {
            assertThat(actual)
                    .as("%s of %s", key, set.get("name"))
                    .isCloseTo(expected.doubleValue(), within(RELATIVE * Math.abs(expected.doubleValue())));
        }
    }

    private static void assertSame(Statistic statistic, double actual, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(actual).as(statistic.key()).isNaN();
        } else {
            assertThat(actual).as(statistic.key()).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
        }
    }
}
