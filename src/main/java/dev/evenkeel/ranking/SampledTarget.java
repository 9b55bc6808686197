package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.LastFailure;
import dev.evenkeel.samples.WindowSample;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a target's samples of a window say themselves, exactly. */
final class SampledTarget implements TargetWindow {
    private final TargetRef target;
    private final List<WindowSample> all;
    private final List<WindowSample> vouched;
    private final List<WindowSample> counted;

    SampledTarget(TargetRef target, List<WindowSample> all) {
        this.target = target;
        this.all = all;
        this.vouched = all.stream().filter(sample -> !sample.suspect()).toList();
        this.counted =
                vouched.stream().filter(sample -> sample.outcome().counted()).toList();
    }

    @Override
    public TargetRef target() {
        return target;
    }

    @Override
    public MetricValues values(Metric metric) {
        return SampledValues.of(metric, counted);
    }

    @Override
    public Availability availability() {
        return new Availability(
                counted.size(),
                counted.stream().filter(sample -> sample.outcome().failure()).count());
    }

    @Override
    public long excludedSuspect() {
        return all.stream().filter(WindowSample::suspect).count();
    }

    @Override
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        vouched.forEach(sample -> counts.merge(sample.outcome(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Optional<LastFailure> lastFailure() {
        return vouched.stream()
                .filter(sample -> sample.outcome() != Outcome.OK)
                .max(Comparator.comparing(WindowSample::scheduledAt))
                .map(sample -> new LastFailure(
                        sample.targetId(),
                        sample.outcome(),
                        sample.httpStatus(),
                        sample.error(),
                        sample.scheduledAt()));
    }

    @Override
    public Optional<Double> goodput(@Nullable Slo slo) {
        if (slo == null || counted.isEmpty() || slo.asksForNothing()) {
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
                .filter(sample -> slo.isMetBy(sample.ttftNs(), sample.itlNs()))
                .count();
        return Optional.of(met / (double) counted.size());
    }

    @Override
    public Optional<Double> coldStartPenaltyNs(Duration idleThreshold) {
        double cold = medianTtft(idle -> idle > idleThreshold.toNanos());
        double warm = medianTtft(idle -> idle <= idleThreshold.toNanos());
        return Double.isNaN(cold) || Double.isNaN(warm) ? Optional.empty() : Optional.of(cold - warm);
    }

    private double medianTtft(Predicate<Long> idle) {
        List<WindowSample> chosen = counted.stream()
                .filter(sample -> sample.idleBeforeNs() != null && idle.test(sample.idleBeforeNs()))
                .toList();
        return SampledValues.of(Metric.TTFT, chosen).distribution().median();
    }

    @Override
    public Map<String, BigDecimal> costs() {
        Map<String, BigDecimal> totals = new TreeMap<>();
        for (WindowSample sample : all) {
            if (sample.cost() != null && sample.currency() != null) {
                totals.merge(sample.currency(), sample.cost(), BigDecimal::add);
            }
        }
        return totals;
    }

    @Override
    public Set<Long> stretches(Duration length) {
        return counted.stream()
                .map(sample -> Cells.stretchOf(sample.scheduledAt(), length))
                .collect(Collectors.toSet());
    }

    @Override
    public SortedMap<Long, Double> failureLevels(Duration length) {
        return counted.stream()
                .collect(Collectors.groupingBy(
                        sample -> Cells.stretchOf(sample.scheduledAt(), length),
                        TreeMap::new,
                        Collectors.averagingDouble(sample -> sample.outcome().failure() ? 2 : 1)));
    }

    @Override
    public Set<Round> rounds() {
        return counted.stream().map(Round::of).collect(Collectors.toSet());
    }

    @Override
    public CellCounts counts(Cells cells) {
        CellCounts counts = new CellCounts(cells.count());
        counted.forEach(
                sample -> counts.add(cells.of(sample), 1, sample.outcome().failure() ? 1 : 0));
        return counts;
    }
}
