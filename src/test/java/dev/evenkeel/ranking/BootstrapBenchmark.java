package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * How long the bootstrap of one metric takes, beside the same bootstrap written out: put the drawn numbers
 * together, sort, compute. Run {@code main} from the test class path; it asserts nothing.
 */
final class BootstrapBenchmark {
    private static final int TARGETS = 10;
    private static final int CELLS = 288;
    private static final int ROUNDS = 8;

    private BootstrapBenchmark() {}

    public static void main(String[] args) {
        for (int perCell : new int[] {1, 5, 10}) {
            double[][] targets = targets(perCell);
            int[] cellOf =
                    IntStream.range(0, perCell * CELLS).map(i -> i / perCell).toArray();
            double fast = best(() -> fast(targets, cellOf), ROUNDS);
            double naive = best(() -> naive(targets, cellOf), 2);
            System.out.printf(
                    "targets=%d samples=%d resamples=%d fast=%.0f ms naive=%.0f ms ratio=%.0f%n",
                    TARGETS, perCell * CELLS, Resampling.RESAMPLES, fast, naive, naive / fast);
        }
    }

    private static double fast(double[][] targets, int[] cellOf) {
        Resampling resampling = Resampling.draw(CELLS, 1);
        double sum = 0;
        for (double[] numbers : targets) {
            ResampledStatistics resampled = ResampledStatistics.of(numbers, cellOf, resampling, ResampledStatistics.ALL)
                    .orElseThrow();
            for (Statistic statistic : Statistic.values()) {
                sum += resampled.interval(statistic).map(Interval::low).orElse(0.0);
            }
        }
        return sum;
    }

    private static double naive(double[][] targets, int[] cellOf) {
        Resampling resampling = Resampling.draw(CELLS, 1);
        double sum = 0;
        for (double[] numbers : targets) {
            for (int r = 0; r < Resampling.RESAMPLES; r++) {
                int[] times = resampling.timesDrawn(r);
                double[] drawn = new double[numbers.length];
                int n = 0;
                for (int i = 0; i < numbers.length; i++) {
                    for (int t = 0; t < times[cellOf[i]]; t++) {
                        if (n == drawn.length) {
                            drawn = Arrays.copyOf(drawn, 2 * n);
                        }
                        drawn[n++] = numbers[i];
                    }
                }
                Distribution resample = Distribution.of(Arrays.copyOf(drawn, n));
                for (Statistic statistic : Statistic.values()) {
                    sum += resample.value(statistic);
                }
            }
        }
        return sum;
    }

    private static double best(DoubleSupplier work, int rounds) {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            if (Double.isNaN(work.getAsDouble())) {
                throw new IllegalStateException("undefined");
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }

    private static double[][] targets(int perCell) {
        double[][] targets = new double[TARGETS][];
        for (int target = 0; target < TARGETS; target++) {
            Random random = new Random(target);
            targets[target] = IntStream.range(0, perCell * CELLS)
                    .mapToDouble(i -> 4e8 * Math.exp(0.4 * random.nextGaussian()))
                    .toArray();
        }
        return targets;
    }
}
