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
    private int medianIndex;

    WeightedDistribution(double[] numbers, int[] cellOfNumber, int cells) {
        int[] order = IntStream.range(0, numbers.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> numbers[i]))
                .mapToInt(i -> i)
                .toArray();
        sorted = Arrays.stream(order).mapToDouble(i -> numbers[i]).toArray();
        cellOf = Arrays.stream(order).map(i -> cellOfNumber[i]).toArray();
        cumulative = new int[numbers.length];
        moments = new CellMoments(sorted, cellOf, cells);
    }

    @Override
    public int occupiedCells() {
        return moments.occupiedCells();
    }

    @Override
    public void weigh(int[] timesDrawn) {
        moments.weigh(timesDrawn);
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
     * The smallest distance from the median within which half of the weight lies. It is the distance of one
     * of the numbers, on either side, and the weight grows with it: the first that suffices is searched for
     * on each side.
     */
    @Override
    public double mad() {
        if (n() == 0) {
            return Double.NaN;
        }
        long half = NearestRank.of(50, n());
        int last = sorted.length - 1;
        double best = Double.POSITIVE_INFINITY;
        int near = 0;
        int far = medianIndex;
        while (near <= far) {
            int steps = (near + far) >>> 1;
            double distance = sorted[medianIndex] - sorted[medianIndex - steps];
            if (weightWithin(distance) >= half) {
                best = distance;
                far = steps - 1;
            } else {
                near = steps + 1;
            }
        }
        near = 0;
        far = last - medianIndex;
        while (near <= far) {
            int steps = (near + far) >>> 1;
            double distance = sorted[medianIndex + steps] - sorted[medianIndex];
            if (distance >= best) {
                far = steps - 1;
            } else if (weightWithin(distance) >= half) {
                best = distance;
                far = steps - 1;
            } else {
                near = steps + 1;
            }
        }
        return best;
    }

    private int weightWithin(double distance) {
        double median = sorted[medianIndex];
        int low = 0;
        int high = medianIndex;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (median - sorted[middle] <= distance) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int first = low;
        low = medianIndex;
        high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (sorted[middle] - median <= distance) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return cumulative[low] - (first == 0 ? 0 : cumulative[first - 1]);
    }
}
