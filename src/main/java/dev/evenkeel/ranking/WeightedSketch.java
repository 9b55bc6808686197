package dev.evenkeel.ranking;

import dev.evenkeel.rollup.LogBins;
import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.NearestRank;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;

/**
 * The numbers of one target and metric as sketches by cell, each as often as its cell was drawn. For each bin it is known
 * how many numbers of each cell lie in it or below; how much weight that is in a resample is one product of two rows,
 * and a quantile is found with a few of them, starting where it lies without weights. Moments are exact, the rest is
 * as in {@link SketchedDistribution}. Not thread-safe.
 */
final class WeightedSketch implements Resampled {
    /** From here on the search halves what is left, so that no shape of the data makes it long. */
    private static final int GUESSES = 4;

    private final CellMoments moments;
    private final BinBounds bounds;
    private final double[] values;
    private final int[][] upTo;
    private final long[] unweighted;
    private final double pointMad;
    private final boolean withoutSpread;
    private final long[] found;
    private final int[] foundIn;
    private int resample;
    private int[] weights = {};
    private long n;
    private int medianPlace;

    /** @param whole the sum of the cells' sketches; {@code pointMad} its MAD */
    WeightedSketch(Sketch whole, Sketch[] ofCells, Moments[] momentsOfCells, double pointMad) {
        this.moments = new CellMoments(momentsOfCells);
        this.bounds = BinBounds.of(whole);
        this.unweighted = BinBounds.cumulated(whole);
        this.pointMad = pointMad;
        Moments all = Arrays.stream(momentsOfCells).reduce(Moments.EMPTY, Moments::merge);
        this.withoutSpread = all.min() == all.max();
        this.values = new double[whole.size()];
        for (int place = 0; place < values.length; place++) {
            values[place] = Math.max(all.min(), Math.min(all.max(), LogBins.value(whole.bin(place))));
        }
        this.upTo = upTo(whole, ofCells);
        this.found = new long[whole.size()];
        this.foundIn = new int[whole.size()];
    }

    /** By place, then by cell. */
    private static int[][] upTo(Sketch whole, Sketch[] ofCells) {
        int[][] upTo = new int[whole.size()][ofCells.length];
        for (int cell = 0; cell < ofCells.length; cell++) {
            Sketch sketch = ofCells[cell];
            int place = 0;
            for (int i = 0; i < sketch.size(); i++) {
                while (whole.bin(place) < sketch.bin(i)) {
                    place++;
                }
                upTo[place][cell] = Math.toIntExact(sketch.count(i));
            }
        }
        for (int place = 1; place < upTo.length; place++) {
            for (int cell = 0; cell < ofCells.length; cell++) {
                upTo[place][cell] += upTo[place - 1][cell];
            }
        }
        return upTo;
    }

    /** Of all its numbers, with the weights of the present resample. */
    CellMoments moments() {
        return moments;
    }

    @Override
    public int occupiedCells() {
        return moments.occupiedCells();
    }

    @Override
    public void weigh(int[] timesDrawn) {
        weights = timesDrawn;
        resample++;
        moments.weigh(timesDrawn);
        n = moments.n();
        medianPlace = n == 0 ? 0 : placeOf(50);
    }

    @Override
    public long n() {
        return n;
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
        return n == 0 ? Double.NaN : values[placeOf(percent)];
    }

    @Override
    public double median() {
        return n == 0 ? Double.NaN : values[medianPlace];
    }

    @Override
    public double mad() {
        if (n == 0) {
            return Double.NaN;
        }
        return withoutSpread ? 0 : bounds.mad(this::weightUpTo, n, medianPlace, pointMad);
    }

    private long weightUpTo(int place) {
        if (place < 0) {
            return 0;
        }
        if (foundIn[place] != resample) {
            foundIn[place] = resample;
            found[place] = product(weights, upTo[place]);
        }
        return found[place];
    }

    private static int product(int[] weights, int[] counts) {
        int sum = 0;
        for (int cell = 0; cell < weights.length; cell++) {
            sum += weights[cell] * counts[cell];
        }
        return sum;
    }

    /** The first place up to which the weight reaches the rank. */
    private int placeOf(int percent) {
        long rank = NearestRank.of(percent, n);
        double unweightedPerWeight = unweighted[unweighted.length - 1] / (double) n;
        int low = -1;
        int high = values.length - 1;
        int guess = firstReaching(rank * unweightedPerWeight, low, high);
        for (int tries = 0; high - low > 1; tries++) {
            long weight = weightUpTo(guess);
            if (weight >= rank) {
                high = guess;
            } else {
                low = guess;
            }
            guess = tries < GUESSES
                    ? near(unweighted[guess] + (rank - weight) * unweightedPerWeight, guess, low, high)
                    : (low + high) >>> 1;
        }
        return high;
    }

    /** Between low and high, where there is room; next to the last guess if the numbers point to it again. */
    private int near(double wanted, int last, int low, int high) {
        int guess = firstReaching(wanted, low, high);
        int other = guess == last ? (last == high ? last - 1 : last + 1) : guess;
        return Math.max(low + 1, Math.min(high - 1, other));
    }

    /** The first place after {@code low}, {@code high} at most, up to which there are so many numbers without weights. */
    private int firstReaching(double wanted, int low, int high) {
        int from = low + 1;
        int to = high;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (unweighted[middle] >= wanted) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }
}
