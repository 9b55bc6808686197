package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.rollup.MetricRollup;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.Sketch;
import dev.evenkeel.rollup.SloTally;
import dev.evenkeel.samples.LastFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a target's rollups say, each of the stretch of time that starts at an instant. */
final class RolledUpTarget implements TargetWindow {
    private final TargetRef target;
    private final SortedMap<Instant, Rollup> byStart;
    private final @Nullable LastFailure lastFailure;

    RolledUpTarget(TargetRef target, SortedMap<Instant, Rollup> byStart, @Nullable LastFailure lastFailure) {
        this.target = target;
        this.byStart = byStart;
        this.lastFailure = lastFailure;
    }

    @Override
    public TargetRef target() {
        return target;
    }

    @Override
    public MetricValues values(Metric metric) {
        SortedMap<Instant, MetricRollup> values = new TreeMap<>();
        byStart.forEach((start, rollup) -> {
            MetricRollup ofMetric = rollup.metric(metric);
            if (ofMetric.moments().n() > 0) {
                values.put(start, ofMetric);
            }
        });
        return new SketchedValues(metric, values, sum(Rollup::failures));
    }

    @Override
    public Availability availability() {
        return new Availability(sum(Rollup::counted), sum(Rollup::failures));
    }

    @Override
    public long excludedSuspect() {
        return sum(Rollup::suspect);
    }

    @Override
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        byStart.values()
                .forEach(rollup ->
                        rollup.outcomes().forEach((outcome, count) -> counts.merge(outcome, count, Long::sum)));
        return counts;
    }

    @Override
    public Optional<LastFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Absent, too, as long as some of the samples were judged by another SLO. */
    @Override
    public Optional<Double> goodput(@Nullable Slo slo) {
        long counted = sum(Rollup::counted);
        if (slo == null || counted == 0 || slo.asksForNothing()) {
            return Optional.empty();
        }
        long met = 0;
        for (Rollup rollup : byStart.values()) {
            SloTally tally = rollup.slo();
            if (tally != null && !tally.isBy(slo)) {
                return Optional.empty();
            }
            met += tally == null ? 0 : tally.met();
        }
        boolean itlUnknown = sum(rollup -> rollup.outcomes().getOrDefault(Outcome.OK, 0L)) > 0
                && sum(rollup -> rollup.metric(Metric.ITL).successes().n()) == 0;
        return slo.itlMs() != null && itlUnknown ? Optional.empty() : Optional.of(met / (double) counted);
    }

    @Override
    public Optional<Double> coldStartPenaltyNs(Duration idleThreshold) {
        double cold = medianTtft(rollup -> rollup.coldTtft(idleThreshold));
        double warm = medianTtft(rollup -> rollup.warmTtft(idleThreshold));
        return Double.isNaN(cold) || Double.isNaN(warm) ? Optional.empty() : Optional.of(cold - warm);
    }

    private double medianTtft(Function<Rollup, Sketch> ttft) {
        return Sketch.sum(byStart.values().stream().map(ttft).toList()).quantile(50);
    }

    @Override
    public Map<String, BigDecimal> costs() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        byStart.values()
                .forEach(rollup ->
                        rollup.costs().forEach((currency, amount) -> totals.merge(currency, amount, BigDecimal::add)));
        return totals;
    }

    @Override
    public Set<Long> stretches(Duration length) {
        return byStart.entrySet().stream()
                .filter(entry -> entry.getValue().counted() > 0)
                .map(entry -> Cells.stretchOf(entry.getKey(), length))
                .collect(Collectors.toSet());
    }

    @Override
    public SortedMap<Long, Double> failureLevels(Duration length) {
        SortedMap<Long, Long> counted = new TreeMap<>();
        SortedMap<Long, Long> failures = new TreeMap<>();
        byStart.forEach((start, rollup) -> {
            if (rollup.counted() > 0) {
                long stretch = Cells.stretchOf(start, length);
                counted.merge(stretch, rollup.counted(), Long::sum);
                failures.merge(stretch, rollup.failures(), Long::sum);
            }
        });
        SortedMap<Long, Double> levels = new TreeMap<>();
        counted.forEach((stretch, n) -> levels.put(stretch, 1 + failures.getOrDefault(stretch, 0L) / (double) n));
        return levels;
    }

    @Override
    public Set<Round> rounds() {
        return Set.of();
    }

    @Override
    public CellCounts counts(Cells cells) {
        CellCounts counts = new CellCounts(cells.count());
        byStart.forEach((start, rollup) -> {
            if (rollup.counted() > 0) {
                counts.add(cells.of(start), rollup.counted(), rollup.failures());
            }
        });
        return counts;
    }

    private long sum(ToLongFunction<Rollup> count) {
        return byStart.values().stream().mapToLong(count).sum();
    }
}
