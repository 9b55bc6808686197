package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import org.jspecify.annotations.Nullable;

/** Numbers as the API shows them: milliseconds to the microsecond, rates to 3 decimals, ratios to 6. */
final class Decimals {
    private static final double NS_PER_MS = 1e6;

    private Decimals() {}

    /** Absent for NaN. */
    static @Nullable Double value(Metric metric, Statistic statistic, double value) {
        return switch (statistic) {
            case CV, CV_MEDIAN, ROBUST_CV, TAIL_RATIO -> ratio(value);
            case MEAN, STDDEV, P50, P90, P95, P99 -> level(metric, value);
        };
    }

    /** A level of the metric: milliseconds of nanoseconds, or tokens per second as they are. Absent for NaN. */
    static @Nullable Double level(Metric metric, double value) {
        return metric == Metric.OUTPUT_TOKENS_PER_SECOND ? rounded(value, 1e3) : milliseconds(value);
    }

    static @Nullable Double milliseconds(double nanoseconds) {
        return rounded(nanoseconds / NS_PER_MS, 1e3);
    }

    static @Nullable Double ratio(double value) {
        return rounded(value, 1e6);
    }

    private static @Nullable Double rounded(double value, double perUnit) {
        return Double.isFinite(value) ? Math.rint(value * perUnit) / perUnit : null;
    }
}
