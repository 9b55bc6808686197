package dev.evenkeel.ranking;

import dev.evenkeel.rollup.LogBins;
import dev.evenkeel.rollup.NearestRank;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;

/**
 * Where the occupied bins of a sketch begin and end. Numbers count as spread evenly over their bin wherever a distance
 * between two of them is asked for: a distance of a few bins would else be told in whole bins alone. Immutable.
 */
final class BinBounds {
    /** Of all numbers: a MAD is found when as few lie between it and the exact solution. */
    private static final double TOLERANCE = 0.002;

    private static final int MAX_STEPS = 12;

    private final double[] low;
    private final double[] high;

    private BinBounds(double[] low, double[] high) {
        this.low = low;
        this.high = high;
    }

    static BinBounds of(Sketch sketch) {
        double[] low = new double[sketch.size()];
        double[] high = new double[sketch.size()];
        for (int place = 0; place < low.length; place++) {
            low[place] = LogBins.lowerBound(sketch.bin(place));
            high[place] = LogBins.upperBound(sketch.bin(place));
        }
        return new BinBounds(low, high);
    }

    /** How many numbers, or how much weight, lies in the bins up to a place; 0 for place −1. */
    interface Cumulative {
        long upTo(int place);
    }

    /** The sketch's own counts, cumulated. */
    static long[] cumulated(Sketch sketch) {
        long[] upTo = new long[sketch.size()];
        long sum = 0;
        for (int place = 0; place < upTo.length; place++) {
            sum += sketch.count(place);
            upTo[place] = sum;
        }
        return upTo;
    }

    /** The number that so much weight lies below; in the bin at a place. */
    private double numberAt(double rank, int place, Cumulative weights) {
        long before = weights.upTo(place - 1);
        long in = weights.upTo(place) - before;
        return low[place] + (rank - before) / in * (high[place] - low[place]);
    }

    /** How much weight lies below the number. */
    private double below(double number, Cumulative weights) {
        int found = Arrays.binarySearch(low, number);
        int place = found >= 0 ? found - 1 : -found - 2;
        if (place < 0) {
            return 0;
        }
        long upTo = weights.upTo(place);
        if (number >= high[place]) {
            return upTo;
        }
        long before = weights.upTo(place - 1);
        return before + (number - low[place]) / (high[place] - low[place]) * (upTo - before);
    }

    /**
     * The distance from the median within which half of the weight lies.
     *
     * @param n all of the weight, at least 1
     * @param medianPlace of the bin that holds the median
     * @param guess near the answer, or NaN
     */
    double mad(Cumulative weights, long n, int medianPlace, double guess) {
        // The middle of the number that has the rank: the bounds of that number lie a half to each side.
        double half = NearestRank.of(50, n) - 0.5;
        double median = numberAt(half, medianPlace, weights);
        double near = 0;
        double far = Math.max(median - low[0], high[high.length - 1] - median);
        double distance = guess > 0 && guess < far ? guess : Math.max(far / 16, median / 64);
        double lastDistance = 0;
        double lastWithin = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double within = below(median + distance, weights) - below(median - distance, weights);
            if (within < half) {
                near = distance;
            } else {
                far = distance;
            }
            double slope = (within - lastWithin) / (distance - lastDistance);
            double next = distance + (half - within) / slope;
            if (Math.abs(within - half) <= TOLERANCE * n) {
                return next > near && next < far ? next : distance;
            }
            lastDistance = distance;
            lastWithin = within;
            distance = next > near && next < far ? next : (near + far) / 2;
        }
        return distance;
    }
}
