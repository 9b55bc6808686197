package dev.evenkeel.ranking;

import dev.evenkeel.rollup.LogBins;
import dev.evenkeel.rollup.NearestRank;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the occupied bins of a sketch begin and end. Numbers count as spread evenly over their bin wherever a distance
 * between two of them is asked for: a distance of a few bins would else be told in whole bins alone. Immutable.
 */
final class BinBounds {
    /** Of all numbers: with as few between a distance and the MAD, the last step to it is a straight line. */
    private static final double TOLERANCE = 0.002;

    /** The same where the slope of that line is known beforehand: what it is off by is a tenth of this. */
    private static final double TOLERANCE_FROM_START = 0.02;

    /** With fewer numbers than that the line is too rough. */
    private static final int FEW = 200;

    /** So many along the line; from here on each step halves what is left. */
    private static final int STEPS_BY_SLOPE = 12;

    private static final int MAX_STEPS = 80;

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

    /** How much weight lies below the number; walks to its bin from a place. */
    private double below(double number, int from, Cumulative weights) {
        int place = from;
        while (place + 1 < low.length && low[place + 1] < number) {
            place++;
        }
        while (place >= 0 && low[place] >= number) {
            place--;
        }
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
     * Where the search for a resample's MAD begins.
     *
     * @param distance the MAD of the numbers without weights
     * @param shareWithin what share of the numbers comes within reach for one more unit of distance there
     * @param left place of the bin that is so far below the median
     * @param right place of the one above
     */
    record Start(double distance, double shareWithin, int left, int right) {}

    /**
     * Absent where the MAD is 0.
     *
     * @param unweighted the sketch's own counts, cumulated
     * @param mad the MAD of the numbers without weights
     */
    @Nullable
    Start start(long[] unweighted, int medianPlace, double mad) {
        if (!(mad > 0)) {
            return null;
        }
        Cumulative counts = place -> place < 0 ? 0 : unweighted[place];
        long n = unweighted[unweighted.length - 1];
        double median = numberAt(NearestRank.of(50, n) - 0.5, medianPlace, counts);
        int left = place(median - mad);
        int right = place(median + mad);
        double gained = below(median + 1.1 * mad, right, counts)
                - below(median - 1.1 * mad, left, counts)
                - below(median + 0.9 * mad, right, counts)
                + below(median - 0.9 * mad, left, counts);
        return new Start(mad, gained / (0.2 * mad) / n, left, right);
    }

    /** The last bin that begins at the number or below; the first bin where there is none. */
    private int place(double number) {
        int found = Arrays.binarySearch(low, number);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /**
     * The distance from the median within which half of the weight lies.
     *
     * @param n all of the weight, at least 1
     * @param medianPlace of the bin that holds the median
     * @param start near the answer; absent where none is known
     */
    double mad(Cumulative weights, long n, int medianPlace, @Nullable Start start) {
        // The middle of the number that has the rank: the bounds of that number lie a half to each side.
        double half = NearestRank.of(50, n) - 0.5;
        double median = numberAt(half, medianPlace, weights);
        double near = 0;
        double far = Math.max(median - low[0], high[high.length - 1] - median);
        double distance = start == null || start.distance() >= far ? Math.max(far / 16, median / 64) : start.distance();
        double tolerance = n * (start == null || n < FEW ? TOLERANCE : TOLERANCE_FROM_START);
        int left = start == null ? medianPlace : start.left();
        int right = start == null ? medianPlace : start.right();
        double lastDistance = 0;
        double lastWithin = 0;
        for (int step = 0; step < MAX_STEPS; step++) {
            double within = below(median + distance, right, weights) - below(median - distance, left, weights);
            if (within < half) {
                near = distance;
            } else {
                far = distance;
            }
            double slope = step == 0 && start != null
                    ? n * start.shareWithin()
                    : (within - lastWithin) / (distance - lastDistance);
            double next = distance + (half - within) / slope;
            if (Math.abs(within - half) <= tolerance) {
                return next > near && next < far ? next : distance;
            }
            lastDistance = distance;
            lastWithin = within;
            distance = step < STEPS_BY_SLOPE && next > near && next < far ? next : (near + far) / 2;
        }
        return distance;
    }
}
