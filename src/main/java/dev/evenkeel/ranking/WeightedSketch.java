package dev.evenkeel.ranking;

import dev.evenkeel.rollup.LogBins;
import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.NearestRank;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one target and metric as sketches by cell, each as often as its cell was drawn. A quantile is found with a
 * few looks at {@link CumulativeWeights}, starting where it lies without weights, for all resamples at once where they have it
 * in a few places. Moments are exact, the rest is as in
 * {@link SketchedDistribution}. Not thread-safe.
 */
final class WeightedSketch implements Resampled {
    /** From here on the search halves what is left, so that no shape of the data makes it long. */
    private static final int GUESSES = 4;

    /** Of a quantile that has to be searched for in each resample. */
    private static final int[] SPREAD = {};

    private final Resampling resampling;
    private final CellMoments moments;
    private final CumulativeWeights weights;
    private final BinBounds bounds;
    private final BinBounds.@Nullable Start madStart;
    private final double[] values;
    private final long[] unweighted;
    private final boolean withoutSpread;
    private final int[] startOf = new int[100];
    private final int[] @Nullable [] placesOf = new int[100][];
    private int resample;
    private long n;
    private int medianPlace;

    /** @param whole the sum of the cells' sketches, of at least one number; {@code pointMad} its MAD */
    WeightedSketch(Sketch whole, Sketch[] ofCells, Moments[] momentsOfCells, double pointMad, Resampling resampling) {
        this.resampling = resampling;
        this.moments = CellMoments.of(momentsOfCells, resampling);
        this.weights = new CumulativeWeights(whole, ofCells, resampling);
        this.bounds = BinBounds.of(whole);
        this.unweighted = BinBounds.cumulated(whole);
        Moments all = Arrays.stream(momentsOfCells).reduce(Moments.EMPTY, Moments::merge);
        this.withoutSpread = all.min() == all.max();
        this.values = new double[whole.size()];
        for (int place = 0; place < values.length; place++) {
            values[place] = Math.max(all.min(), Math.min(all.max(), LogBins.value(whole.bin(place))));
        }
        int place = 0;
        for (int percent = 1; percent < startOf.length; percent++) {
            while (unweighted[place] < NearestRank.of(percent, whole.n())) {
                place++;
            }
            startOf[percent] = place;
        }
        this.madStart = bounds.start(unweighted, startOf[50], pointMad);
    }

    /** Of all numbers, by the weights of the last resample. */
    CellMoments moments() {
        return moments;
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
        return LogBins.RELATIVE_ERROR;
    }

    @Override
    public double largestShareOfSquares() {
        return moments.largestShareOfSquares();
    }

    @Override
    public void weigh(int resample) {
        this.resample = resample;
        weights.weigh(resample);
        moments.weigh(resample);
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
        return withoutSpread ? 0 : bounds.mad(weights, n, medianPlace, madStart);
    }

    private int placeOf(int percent) {
        int[] places = placesOf[percent];
        if (places == null) {
            int[] found = QuantilePlaces.of(percent, startOf[percent], values.length - 1, resampling.cells(), weights);
            places = found == null ? SPREAD : found;
            placesOf[percent] = places;
        }
        return places == SPREAD ? firstReaching(NearestRank.of(percent, n), startOf[percent]) : places[resample];
    }

    /** The first place up to which the weight reaches the rank. */
    private int firstReaching(long rank, int start) {
        double unweightedPerWeight = unweighted[unweighted.length - 1] / (double) n;
        int low = -1;
        int high = values.length - 1;
        int guess = Math.min(start, high - 1);
        for (int tries = 0; high - low > 1; tries++) {
            long weight = weights.upTo(guess);
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

    /** Between low and high; next to the last guess if the numbers point to it again. */
    private int near(double wanted, int last, int low, int high) {
        int guess = last;
        while (guess < high && unweighted[guess] < wanted) {
            guess++;
        }
        while (guess > low + 1 && unweighted[guess - 1] >= wanted) {
            guess--;
        }
        int other = guess == last ? (last == high ? last - 1 : last + 1) : guess;
        return Math.max(low + 1, Math.min(high - 1, other));
    }
}
