package dev.evenkeel.measurement;

import java.util.Arrays;
import java.util.Optional;

/** By what a ranking orders. */
public enum Statistic {
    CV("cv", Kind.SPREAD),
    CV_MEDIAN("cvMedian", Kind.SPREAD),
    ROBUST_CV("robustCv", Kind.SPREAD),
    P50("p50", Kind.LEVEL),
    P90("p90", Kind.LEVEL),
    P95("p95", Kind.LEVEL),
    P99("p99", Kind.LEVEL),
    TAIL_RATIO("tailRatio", Kind.SPREAD),
    MEAN("mean", Kind.LEVEL),
    STDDEV("stddev", Kind.SPREAD);

    private enum Kind {
        LEVEL,
        SPREAD
    }

    private final String key;
    private final Kind kind;

    Statistic(String key, Kind kind) {
        this.key = key;
        this.kind = kind;
    }

    /** The name used by the API. */
    public String key() {
        return key;
    }

    /** Whether a higher value is the better one: levels of {@code outputTokensPerSecond}, and availability. */
    public boolean higherIsBetter(Metric metric) {
        return metric == Metric.AVAILABILITY || (metric == Metric.OUTPUT_TOKENS_PER_SECOND && kind == Kind.LEVEL);
    }

    public static Optional<Statistic> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }
}
