package dev.evenkeel.rollup;

import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;

/**
 * The bins that positive numbers are counted in: each reaches from γ^i to γ^(i+1) with γ = 1.005/0.995, so that
 * one number stands for all of a bin within 0.5 %. Source: Masson, Rim and Lee, "DDSketch: A fast and
 * fully-mergeable quantile sketch with relative-error guarantees" (2019).
 */
public final class LogBins {
    /** Of the way from a number to its bin. Counts of different versions can't be merged. */
    public static final int VERSION = 1;

    /** How far {@link #value} lies from any number of the bin at most, relative to that number. */
    public static final double RELATIVE_ERROR = 0.005;

    /** What is smaller, and 0, lies in this one's bin: far below a nanosecond, or a token in a century. */
    static final double LEAST = 1e-9;

    private static final IndexMapping MAPPING = new LogarithmicMapping(RELATIVE_ERROR);
    private static final int BIN_OF_ZERO = MAPPING.index(LEAST);

    private LogBins() {}

    /**
     * The bin of a finite number that is not negative.
     *
     * @throws IllegalArgumentException for any other
     */
    public static int of(double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("number must be finite and not negative");
        }
        return MAPPING.index(Math.max(number, LEAST));
    }

    /** The number that stands for the bin; 0 for that of what is too small to be anything else. */
    public static double value(int bin) {
        return bin == BIN_OF_ZERO ? 0 : MAPPING.value(bin);
    }

    /** Where the bin begins. */
    public static double lowerBound(int bin) {
        return MAPPING.lowerBound(bin);
    }

    /** Where the bin ends, and the next begins. */
    public static double upperBound(int bin) {
        return MAPPING.upperBound(bin);
    }
}
