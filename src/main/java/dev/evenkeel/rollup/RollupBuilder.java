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
import java.util.stream.DoubleStream;

/** Sums samples up, in one pass over them. Not thread-safe. */
final class RollupBuilder {
    /** All that are measured; availability is told by outcomes alone. */
    private static final List<Metric> MEASURED =
            List.of(Metric.TTFT, Metric.TTFA, Metric.LATENCY, Metric.ITL, Metric.OUTPUT_TOKENS_PER_SECOND);

    private final Slo slo;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, BigDecimal> costs = new HashMap<>();
    private final DoubleStream.Builder controls = DoubleStream.builder();
    private final Map<Metric, OfMetric> metrics = new EnumMap<>(Metric.class);
    private final Map<Integer, DoubleStream.Builder> ttftByIdle = new TreeMap<>();
    private TokenTotals tokens = TokenTotals.NONE;
    private long suspect;
    private long counted;
    private long met;

    private RollupBuilder(Slo slo) {
        this.slo = slo;
        MEASURED.forEach(metric -> metrics.put(metric, new OfMetric()));
    }

    static Rollup of(Collection<Observation> samples, Slo slo) {
        RollupBuilder builder = new RollupBuilder(slo);
        samples.forEach(builder::add);
        return builder.build();
    }

    private void add(Observation sample) {
        tokens = tokens.plus(sample.tokens());
        if (sample.cost() != null && sample.currency() != null) {
            costs.merge(sample.currency(), sample.cost(), BigDecimal::add);
        }
        if (sample.controlErrorNs() != null) {
            controls.add(Math.abs(sample.controlErrorNs().doubleValue()));
        }
        if (sample.suspect()) {
            suspect++;
            return;
        }
        outcomes.merge(sample.outcome(), 1L, Long::sum);
        if (sample.counted()) {
            addCounted(sample);
        }
    }

    private void addCounted(Observation sample) {
        counted++;
        if (sample.outcome() == Outcome.OK && slo.isMetBy(sample.ttftNs(), sample.itlNs())) {
            met++;
        }
        metrics.forEach((metric, ofMetric) -> Observed.of(metric, sample)
                .ifPresent(observed -> ofMetric.add(observed, sample.outcome() == Outcome.TIMEOUT)));
        if (sample.idleBeforeNs() != null) {
            int idleClass = IdleClass.of(sample.idleBeforeNs());
            Optional<Observed> ttft = Observed.of(Metric.TTFT, sample);
            ttft.ifPresent(observed -> ttftByIdle
                    .computeIfAbsent(idleClass, of -> DoubleStream.builder())
                    .add(observed.value()));
        }
    }

    private Rollup build() {
        Map<Metric, MetricRollup> told = new EnumMap<>(Metric.class);
        metrics.forEach((metric, ofMetric) -> {
            MetricRollup rollup = ofMetric.build();
            if (rollup.moments().n() > 0) {
                told.put(metric, rollup);
            }
        });
        Map<Integer, Sketch> sketches = new TreeMap<>();
        ttftByIdle.forEach((idleClass, numbers) ->
                sketches.put(idleClass, Sketch.of(numbers.build().toArray())));
        double[] magnitudes = controls.build().toArray();
        long largest = (long) Arrays.stream(magnitudes).max().orElse(0);
        return new Rollup(
                outcomes,
                suspect,
                tokens,
                costs,
                counted == 0 ? null : SloTally.of(slo, met),
                new ControlRollup(Sketch.of(magnitudes), largest),
                told,
                sketches);
    }

    /** What is said about one metric. */
    private static final class OfMetric {
        private final DoubleStream.Builder successes = DoubleStream.builder();
        private final DoubleStream.Builder timeouts = DoubleStream.builder();
        private long lowerBounds;

        void add(Observed observed, boolean timeout) {
            (timeout ? timeouts : successes).add(observed.value());
            if (observed.lowerBound()) {
                lowerBounds++;
            }
        }

        MetricRollup build() {
            double[] ofSuccesses = successes.build().toArray();
            double[] ofTimeouts = timeouts.build().toArray();
            return new MetricRollup(
                    Moments.of(ofSuccesses).merge(Moments.of(ofTimeouts)),
                    Sketch.of(ofSuccesses),
                    Sketch.of(ofTimeouts),
                    lowerBounds);
        }
    }
}
