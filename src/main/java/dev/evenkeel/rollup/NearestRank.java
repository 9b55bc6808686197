package dev.evenkeel.rollup;

/**
 * The nearest-rank definition of a quantile: the smallest number that at least {@code percent} of all
 * numbers do not exceed (definition 1 of Hyndman and Fan, 1996). Always one of the numbers.
 */
public final class NearestRank {
    private NearestRank() {}

    /** The 1-based rank: {@code ⌈percent/100 × n⌉}, at least 1. Exact, because it stays in integers. */
    public static long of(int percent, long n) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent must be within 0 and 100");
        }
        return Math.max(1, (percent * n + 99) / 100);
    }
}
