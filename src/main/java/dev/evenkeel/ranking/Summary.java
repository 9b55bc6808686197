package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.NearestRank;

/**
 * What the statistics of a set of numbers are made of. Undefined values are NaN here, and absent
 * wherever they leave the package.
 */
interface Summary {
    /** Makes the MAD of normally distributed numbers their standard deviation: 1/Φ⁻¹(3/4). */
    double MAD_TO_SIGMA = 1.4826;

    long n();

    double mean();

    /** With n−1; NaN for fewer than two numbers. */
    double stddev();

    /** The {@link NearestRank} quantile. */
    double quantile(int percent);

    /** Median absolute deviation: the median of {@code |x − median|}, both medians by {@link NearestRank}. */
    double mad();

    default double median() {
        return quantile(50);
    }

    /**
     * The value of a statistic, by its definition:
     *
     * <ul>
     *   <li>{@code cv = stddev / mean}, the textbook coefficient of variation
     *   <li>{@code cvMedian = stddev / median}
     *   <li>{@code robustCv = 1.4826 × MAD / median} (Rousseeuw and Croux, 1993, for the factor)
     *   <li>{@code tailRatio = p95 / p50}
     * </ul>
     *
     * NaN where it is not defined: a denominator of 0, no numbers, one number for a standard deviation.
     */
    default double value(Statistic statistic) {
        if (n() == 0) {
            return Double.NaN;
        }
        double value = switch (statistic) {
            case MEAN -> mean();
            case STDDEV -> stddev();
            case CV -> stddev() / mean();
            case CV_MEDIAN -> stddev() / median();
            case ROBUST_CV -> MAD_TO_SIGMA * mad() / median();
            case P50 -> median();
            case P90 -> quantile(90);
            case P95 -> quantile(95);
            case P99 -> quantile(99);
            case TAIL_RATIO -> quantile(95) / median();
        };
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
