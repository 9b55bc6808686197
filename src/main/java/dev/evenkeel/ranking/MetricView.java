package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one target. Levels in milliseconds, or tokens per second; ratios as fractions; absent
 * where undefined.
 *
 * @param n successes and timeouts that tell the metric
 * @param tailEvents samples above ten medians
 * @param tailEventRateBound present where none was seen: {@code cv} and {@code cvMedian} hold if such
 *     events are rarer than this share
 * @param lowerBound whether the statistics rest on a timeout, which took at least as long as it is counted with
 * @param reliability of {@code cv} and {@code cvMedian}
 * @param censored quantiles over successes and failures
 * @param intervals 95 % intervals by statistic; {@code min} and {@code max} have none, because resampling
 *     can't tell what lies beyond the extremes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MetricView(
        long n,
        @Nullable Double mean,
        @Nullable Double stddev,
        @Nullable Double cv,
        @Nullable Double cvMedian,
        @Nullable Double robustCv,
        @Nullable Double min,
        @Nullable Double p50,
        @Nullable Double p90,
        @Nullable Double p95,
        @Nullable Double p99,
        @Nullable Double max,
        @Nullable Double tailRatio,
        long tailEvents,
        @Nullable Double tailEventRateBound,
        boolean lowerBound,
        Map<String, Reliability> reliability,
        Censored censored,
        Map<String, Interval> intervals) {

    /**
     * Quantiles over successes and failures, a failure standing beyond every success.
     *
     * @param censored whether one of them falls among failures: its value is null
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Censored(
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double p95,
            @Nullable Double p99,
            boolean censored) {
        static Censored of(Metric metric, MetricValues values) {
            Double p50 = Decimals.level(metric, values.censoredQuantile(50));
            Double p90 = Decimals.level(metric, values.censoredQuantile(90));
            Double p95 = Decimals.level(metric, values.censoredQuantile(95));
            Double p99 = Decimals.level(metric, values.censoredQuantile(99));
            boolean censored = p50 == null || p90 == null || p95 == null || p99 == null;
            return new Censored(p50, p90, p95, p99, censored);
        }
    }

    /** Absent where no sample tells the metric. */
    static @Nullable MetricView of(
            Metric metric, MetricValues values, Optional<ResampledStatistics> resampled, Duration stretch) {
        WindowDistribution distribution = values.distribution();
        if (distribution.n() == 0) {
            return null;
        }
        Map<Statistic, Double> shown = new LinkedHashMap<>();
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (Statistic statistic : Statistic.values()) {
            double value = distribution.value(statistic);
            Double decimals = Decimals.value(metric, statistic, value);
            if (decimals != null) {
                shown.put(statistic, decimals);
                resampled
                        .flatMap(statistics -> statistics.interval(statistic))
                        .ifPresent(interval ->
                                intervals.put(statistic.key(), interval.map(end -> shown(metric, statistic, end))));
            }
        }
        long tailEvents = distribution.tailEvents();
        Reliability reliability = Reliability.of(values.stretches(stretch), tailEvents);
        Map<String, Reliability> reliabilities = new LinkedHashMap<>();
        reliabilities.put(Statistic.CV.key(), reliability);
        reliabilities.put(Statistic.CV_MEDIAN.key(), reliability);
        return new MetricView(
                distribution.n(),
                shown.get(Statistic.MEAN),
                shown.get(Statistic.STDDEV),
                shown.get(Statistic.CV),
                shown.get(Statistic.CV_MEDIAN),
                shown.get(Statistic.ROBUST_CV),
                Decimals.level(metric, distribution.min()),
                shown.get(Statistic.P50),
                shown.get(Statistic.P90),
                shown.get(Statistic.P95),
                shown.get(Statistic.P99),
                Decimals.level(metric, distribution.max()),
                shown.get(Statistic.TAIL_RATIO),
                tailEvents,
                tailEvents == 0 ? Decimals.ratio(Reliability.tailEventRateBound(distribution.n())) : null,
                values.lowerBound(),
                reliabilities,
                Censored.of(metric, values),
                Collections.unmodifiableMap(intervals));
    }

    private static double shown(Metric metric, Statistic statistic, double end) {
        Double decimals = Decimals.value(metric, statistic, end);
        return decimals == null ? end : decimals;
    }
}
