package dev.evenkeel.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final double RELATIVE = 1e-9;

    @Test
    void mergingPartsInAnyOrderAndGroupingGivesTheMomentsOfTheWhole() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            double[] numbers = heavyTailed(random, 1 + random.nextInt(2_000));
            List<Moments> parts = parts(numbers, random);

            Moments merged = mergedInRandomPairs(parts, random);

            assertSame(merged, Moments.of(numbers));
        }
    }

    @Test
    void addingOneNumberAfterTheOtherGivesTheMomentsOfTheWhole() {
        double[] numbers = heavyTailed(new Random(3), 1_000);

        Moments added = Arrays.stream(numbers).boxed().map(Moments::of).reduce(Moments.EMPTY, Moments::merge);

        assertSame(added, Moments.of(numbers));
    }

    @Test
    void aTinySpreadAroundALargeMeanSurvives() {
        double[] numbers = {1e12, 1e12 + 1, 1e12 + 2};

        Moments moments = Moments.of(numbers[0]).merge(Moments.of(numbers[1])).merge(Moments.of(numbers[2]));

        assertThat(moments.stddev()).hasValueCloseTo(1.0, within(1e-9));
    }

    @Test
    void identicalNumbersHaveNoSpreadAtAll() {
        double[] numbers = new double[1_000];
        Arrays.fill(numbers, 0.1);

        Moments moments = Moments.of(numbers);

        assertThat(moments).isEqualTo(new Moments(1_000, 0.1, 0, 0.1, 0.1));
    }

    @Test
    void theEmptySetIsNeutral() {
        Moments some = Moments.of(1, 2, 4);

        assertThat(Moments.EMPTY.merge(some)).isEqualTo(some);
        assertThat(some.merge(Moments.EMPTY)).isEqualTo(some);
        assertThat(Moments.of()).isEqualTo(Moments.EMPTY);
    }

    @Test
    void aStandardDeviationNeedsTwoNumbers() {
        assertThat(Moments.EMPTY.stddev()).isEmpty();
        assertThat(Moments.of(7).stddev()).isEmpty();
        assertThat(Moments.of(7, 9).stddev()).hasValueCloseTo(Math.sqrt(2), within(1e-15));
    }

    @Test
    void impossibleMomentsAreRefusedByName() {
        assertThatThrownBy(() -> new Moments(-1, 0, 0, 0, 0)).hasMessageContaining("n must");
        assertThatThrownBy(() -> new Moments(1, Double.NaN, 0, 0, 0)).hasMessageContaining("mean must");
        assertThatThrownBy(() -> new Moments(1, 0, -1, 0, 0)).hasMessageContaining("m2 must");
        assertThatThrownBy(() -> new Moments(1, 0, 0, 1, 0)).hasMessageContaining("min must");
    }

    private static void assertSame(Moments actual, Moments expected) {
        assertThat(actual.n()).isEqualTo(expected.n());
        assertThat(actual.min()).isEqualTo(expected.min());
        assertThat(actual.max()).isEqualTo(expected.max());
        assertThat(actual.mean()).isCloseTo(expected.mean(), within(RELATIVE * expected.mean()));
        assertThat(actual.m2()).isCloseTo(expected.m2(), within(RELATIVE * expected.m2()));
    }

    private static double[] heavyTailed(Random random, int n) {
        return random.doubles(n).map(u -> 2e8 * Math.pow(1 - u, -1 / 1.3)).toArray();
    }

    private static List<Moments> parts(double[] numbers, Random random) {
        List<Moments> parts = new ArrayList<>();
        int from = 0;
        while (from < numbers.length) {
            int to = Math.min(numbers.length, from + random.nextInt(40));
            parts.add(Moments.of(Arrays.copyOfRange(numbers, from, to)));
            from = to;
        }
        return parts;
    }

    private static Moments mergedInRandomPairs(List<Moments> parts, Random random) {
        List<Moments> rest = new ArrayList<>(parts);
        while (rest.size() > 1) {
            Collections.shuffle(rest, random);
            rest.add(rest.remove(rest.size() - 1).merge(rest.remove(rest.size() - 1)));
        }
        return rest.get(0);
    }
}
