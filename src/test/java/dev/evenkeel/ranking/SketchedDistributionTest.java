package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchedDistributionTest {
    @Test
    void aSingleNumberFarAwayDoesNotMoveTheRobustSpread() {
        Random random = new Random(5);
        for (double medianNs : new double[] {10e6, 20e6, 300e6}) {
            double[] numbers = random.doubles(1_000)
                    .map(unused -> medianNs * Math.exp(0.067 * random.nextGaussian()))
                    .toArray();
            numbers[17] = 120e9;

            double sketched = sketched(numbers).value(Statistic.ROBUST_CV);

            assertThat(sketched).isCloseTo(Distribution.of(numbers).value(Statistic.ROBUST_CV), within(0.005));
        }
    }

    @Test
    void ratiosToAMedianOfZeroAreAsUndefinedAsWithoutASketch() {
        double[] numbers = new double[1_000];
        Arrays.fill(numbers, 600, 1_000, 5e6);

        SketchedDistribution sketched = sketched(numbers);

        for (Statistic statistic : new Statistic[] {Statistic.P50, Statistic.CV_MEDIAN, Statistic.TAIL_RATIO}) {
            assertThat(Double.valueOf(sketched.value(statistic)))
                    .as(statistic.key())
                    .isEqualTo(Double.valueOf(Distribution.of(numbers).value(statistic)));
        }
    }

    private static SketchedDistribution sketched(double[] numbers) {
        return new SketchedDistribution(Moments.of(numbers), Sketch.of(numbers));
    }
}
