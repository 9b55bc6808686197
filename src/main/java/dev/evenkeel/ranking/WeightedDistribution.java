package dev.evenkeel.ranking;

import dev.evenkeel.rollup.NearestRank;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The numbers of one target and metric, each as often as its cell was drawn. Sorted once; after that a
 * resample costs one pass of additions for the quantiles, a look at each cell for the moments, and binary
 * searches for the rest. Agrees with {@link Distribution} of the numbers written out. Not thread-safe.
 */
final class WeightedDistribution implements Resampled {
    private final double[] sorted;
    private final int[] cellOf;
    private final CellMoments moments;
    private final int[] cumulative;
    private final double pointMad;
    private final Resampling resampling;
    private int medianIndex;

    /** @param pointMad the MAD of the numbers, each once */
    WeightedDistribution(double[] numbers, int[] cellOfNumber, double pointMad, Resampling resampling) {
        int[] order = IntStream.range(0, numbers.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> numbers[i]))
                .mapToInt(i -> i)
                .toArray();
        sorted = Arrays.stream(order).mapToDouble(i -> numbers[i]).toArray();
        cellOf = Arrays.stream(order).map(i -> cellOfNumber[i]).toArray();
        cumulative = new int[numbers.length];
        this.resampling = resampling;
        moments = CellMoments.of(sorted, cellOf, resampling);
        this.pointMad = pointMad;
    }

    Resampling resampling() {
        return resampling;
    }

    @Override
    public int occupiedCells() {
        return moments.occupiedCells();
    }

    @Override
    public double quantileError() {
        return 0;
    }

    @Override
    public double largestShareOfSquares() {
        return moments.largestShareOfSquares();
    }

    @Override
    public void weigh(int resample) {
        int[] timesDrawn = resampling.timesDrawn(resample);
        moments.weigh(resample);
        int sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += timesDrawn[cellOf[i]];
            cumulative[i] = sum;
        }
        medianIndex = n() == 0 ? 0 : indexOf(50);
    }

    @Override
    public long n() {
        return moments.n();
    }

    @Override
    public double mean() {
        return moments.mean();
    }

    @Override
    public double stddev() {
        return moments.stddev();
    }

    @Override
    public double quantile(int percent) {
        return n() == 0 ? Double.NaN : sorted[indexOf(percent)];
    }

    @Override
    public double median() {
        return n() == 0 ? Double.NaN : sorted[medianIndex];
    }

    /** The first index up to which the weights reach the rank. */
    private int indexOf(int percent) {
        long rank = NearestRank.of(percent, n());
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * The smallest distance from the median within which half of the weight lies: that of one of the numbers. Looked for from
     * the MAD without weights on, number by number, those at the same distance on either side at once.
     */
    @Override
    public double mad() {
        if (n() == 0) {
            return Double.NaN;
        }
        long half = NearestRank.of(50, n());
        double median = sorted[medianIndex];
        int first = firstFrom(median - pointMad);
        int end = Math.max(firstFrom(median + pointMad), medianIndex + 1);
        first = Math.min(first, medianIndex);
        while (weightOf(first, end) < half) {
            double next = Math.min(below(first, median), above(end, median));
            while (below(first, median) <= next) {
                first--;
            }
            while (above(end, median) <= next) {
                end++;
            }
            if (weightOf(first, end) >= half) {
                return next;
            }
        }
        while (true) {
            double farthest = Math.max(median - sorted[first], sorted[end - 1] - median);
            while (first <= medianIndex && median - sorted[first] >= farthest) {
                first++;
            }
            while (end > first && sorted[end - 1] - median >= farthest) {
                end--;
            }
            if (first >= end || weightOf(first, end) < half) {
                return farthest;
            }
        }
    }

    /** How far the next number below lies from the median; infinitely where there is none. */
    private double below(int first, double median) {
        return first == 0 ? Double.POSITIVE_INFINITY : median - sorted[first - 1];
    }

    private double above(int end, double median) {
        return end == sorted.length ? Double.POSITIVE_INFINITY : sorted[end] - median;
    }

    /** Of the numbers from one index until before the other. */
    private int weightOf(int first, int end) {
        return cumulative[end - 1] - (first == 0 ? 0 : cumulative[first - 1]);
    }

    /** The first index whose number is not below. */
    private int firstFrom(double number) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
