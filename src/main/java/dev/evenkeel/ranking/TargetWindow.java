package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign.Slo;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.WindowSample;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One target's samples of a window, and what they say apart from the metrics' statistics. */
final class TargetWindow {
    private static final double NS_PER_MS = 1e6;

    private final TargetRef target;
    private final List<WindowSample> all;
    private final List<WindowSample> vouched;
    private final List<WindowSample> counted;

    TargetWindow(TargetRef target, List<WindowSample> all) {
        this.target = target;
        this.all = all;
        this.vouched = all.stream().filter(sample -> !sample.suspect()).toList();
        this.counted =
                vouched.stream().filter(sample -> sample.outcome().counted()).toList();
    }

    TargetRef target() {
        return target;
    }

    /** The samples that belong to {@code n}: not suspect, and not our own doing. */
    List<WindowSample> counted() {
        return counted;
    }

    MetricValues values(Metric metric) {
        return MetricValues.of(metric, counted);
    }

    Availability availability() {
        return new Availability(
                counted.size(),
                counted.stream().filter(sample -> sample.outcome().failure()).count());
    }

    long excludedSuspect() {
        return all.stream().filter(WindowSample::suspect).count();
    }

    /** Of all but suspects; outcomes that did not occur are absent. */
    Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        vouched.forEach(sample -> counts.merge(sample.outcome(), 1L, Long::sum));
        return counts;
    }

    long clientErrors() {
        return outcomes().getOrDefault(Outcome.CLIENT_ERROR, 0L);
    }

    /** The latest sample that was not OK. */
    Optional<WindowSample> lastError() {
        return vouched.stream()
                .filter(sample -> sample.outcome() != Outcome.OK)
                .max(Comparator.comparing(WindowSample::scheduledAt));
    }

    /**
     * Share of all counted samples that met the SLO: OK, and each part that is asked for seen and kept.
     * Absent where the SLO asks for nothing or for an {@code itl} that none of the successes tells.
     */
    Optional<Double> goodput(@Nullable Slo slo) {
        if (slo == null || counted.isEmpty() || (slo.ttftMs() == null && slo.itlMs() == null)) {
            return Optional.empty();
        }
        List<WindowSample> successes = counted.stream()
                .filter(sample -> sample.outcome() == Outcome.OK)
                .toList();
        boolean itlUnknown = !successes.isEmpty() && successes.stream().allMatch(sample -> sample.itlNs() == null);
        if (slo.itlMs() != null && itlUnknown) {
            return Optional.empty();
        }
        long met = successes.stream()
                .filter(sample -> within(slo.ttftMs(), sample.ttftNs()) && within(slo.itlMs(), sample.itlNs()))
                .count();
        return Optional.of(met / (double) counted.size());
    }

    private static boolean within(@Nullable Double limitMs, @Nullable Number valueNs) {
        return limitMs == null || (valueNs != null && valueNs.doubleValue() <= limitMs * NS_PER_MS);
    }

    /**
     * Median TTFT in nanoseconds of the probes whose target had been idle for longer than the threshold,
     * less the median of the others. Absent where either kind is missing; a probe of which the idle time is
     * not known is neither.
     */
    Optional<Double> coldStartPenaltyNs(Duration idleThreshold) {
        double cold = medianTtft(idle -> idle > idleThreshold.toNanos());
        double warm = medianTtft(idle -> idle <= idleThreshold.toNanos());
        return Double.isNaN(cold) || Double.isNaN(warm) ? Optional.empty() : Optional.of(cold - warm);
    }

    private double medianTtft(Predicate<Long> idle) {
        List<WindowSample> chosen = counted.stream()
                .filter(sample -> sample.idleBeforeNs() != null && idle.test(sample.idleBeforeNs()))
                .toList();
        return MetricValues.of(Metric.TTFT, chosen).distribution().median();
    }

    /** What all probes of the window cost, suspects and failures included, by currency. */
    Map<String, BigDecimal> costs() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        for (WindowSample sample : all) {
            if (sample.cost() != null && sample.currency() != null) {
                totals.merge(sample.currency(), sample.cost(), BigDecimal::add);
            }
        }
        return totals;
    }
}
