package dev.evenkeel.rollup;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums samples up. */
final class RollupBuilder {
    /** All that are measured; availability is told by outcomes alone. */
    private static final List<Metric> MEASURED =
            List.of(Metric.TTFT, Metric.TTFA, Metric.LATENCY, Metric.ITL, Metric.OUTPUT_TOKENS_PER_SECOND);

    private RollupBuilder() {}

    static Rollup of(Collection<Observation> samples, Slo slo) {
        List<Observation> vouched =
                samples.stream().filter(sample -> !sample.suspect()).toList();
        List<Observation> counted =
                vouched.stream().filter(Observation::counted).toList();
        return new Rollup(
                vouched.stream().collect(Collectors.groupingBy(Observation::outcome, Collectors.counting())),
                samples.size() - vouched.size(),
                samples.stream().map(Observation::tokens).reduce(TokenTotals.NONE, TokenTotals::plus),
                costs(samples),
                counted.isEmpty() ? null : SloTally.of(slo, met(counted, slo)),
                controls(samples),
                metrics(counted),
                ttftByIdle(counted));
    }

    private static Map<String, BigDecimal> costs(Collection<Observation> samples) {
        Map<String, BigDecimal> totals = new HashMap<>();
        for (Observation sample : samples) {
            if (sample.cost() != null && sample.currency() != null) {
                totals.merge(sample.currency(), sample.cost(), BigDecimal::add);
            }
        }
        return totals;
    }

    private static long met(Collection<Observation> counted, Slo slo) {
        return counted.stream()
                .filter(sample -> sample.outcome() == Outcome.OK && slo.isMetBy(sample.ttftNs(), sample.itlNs()))
                .count();
    }

    private static ControlRollup controls(Collection<Observation> samples) {
        double[] magnitudes = samples.stream()
                .map(Observation::controlErrorNs)
                .flatMap(error -> Optional.ofNullable(error).stream())
                .mapToDouble(error -> Math.abs((double) error))
                .toArray();
        long max = (long) Arrays.stream(magnitudes).max().orElse(0);
        return new ControlRollup(Sketch.of(magnitudes), max);
    }

    private static Map<Metric, MetricRollup> metrics(Collection<Observation> counted) {
        Map<Metric, MetricRollup> metrics = new EnumMap<>(Metric.class);
        for (Metric metric : MEASURED) {
            MetricRollup rollup = metric(metric, counted);
            if (rollup.moments().n() > 0) {
                metrics.put(metric, rollup);
            }
        }
        return metrics;
    }

    private static MetricRollup metric(Metric metric, Collection<Observation> counted) {
        double[] successes = numbers(metric, counted, Outcome.OK);
        double[] timeouts = numbers(metric, counted, Outcome.TIMEOUT);
        long lowerBounds = counted.stream()
                .map(sample -> Observed.of(metric, sample))
                .flatMap(Optional::stream)
                .filter(Observed::lowerBound)
                .count();
        Moments moments = Moments.of(successes).merge(Moments.of(timeouts));
        return new MetricRollup(moments, Sketch.of(successes), Sketch.of(timeouts), lowerBounds);
    }

    private static double[] numbers(Metric metric, Collection<Observation> counted, Outcome outcome) {
        return counted.stream()
                .filter(sample -> sample.outcome() == outcome)
                .map(sample -> Observed.of(metric, sample))
                .flatMap(Optional::stream)
                .mapToDouble(Observed::value)
                .toArray();
    }

    private static Map<Integer, Sketch> ttftByIdle(Collection<Observation> counted) {
        Map<Integer, List<Observation>> byClass = counted.stream()
                .filter(sample -> sample.idleBeforeNs() != null)
                .collect(Collectors.groupingBy(RollupBuilder::idleClass));
        Map<Integer, Sketch> sketches = new TreeMap<>();
        byClass.forEach((idleClass, samples) -> sketches.put(idleClass, ttft(samples)));
        sketches.values().removeIf(sketch -> sketch.n() == 0);
        return sketches;
    }

    private static int idleClass(Observation sample) {
        Long idle = sample.idleBeforeNs();
        return IdleClass.of(idle == null ? 0 : idle);
    }

    private static Sketch ttft(Collection<Observation> samples) {
        return Sketch.of(samples.stream()
                .map(sample -> Observed.of(Metric.TTFT, sample))
                .flatMap(Optional::stream)
                .mapToDouble(Observed::value)
                .toArray());
    }
}
