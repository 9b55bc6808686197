package dev.evenkeel.rollup;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one target's samples in a stretch of time, for all metrics. Merges in any order and grouping:
 * counts and sketches to the same, moments to 1e-9 relative. Immutable.
 *
 * @param outcomes of all but suspects; those that did not occur are absent
 * @param suspect how many samples the instrument can't vouch for
 * @param tokens of all samples, suspects included, as are costs
 * @param costs by currency
 * @param slo of counted samples; absent where there is none
 * @param controls of all samples, so that each round's control is in the rollup of each target
 * @param metrics of counted samples; a metric that none tells is absent
 * @param ttftByIdle times to first token by how long the target had been idle, by {@link IdleClass}; of counted samples
 *     whose idle time is known
 */
public record Rollup(
        Map<Outcome, Long> outcomes,
        long suspect,
        TokenTotals tokens,
        Map<String, BigDecimal> costs,
        @Nullable SloTally slo,
        ControlRollup controls,
        Map<Metric, MetricRollup> metrics,
        Map<Integer, Sketch> ttftByIdle) {
    /** Of no sample at all: the neutral element of {@link #merge}. */
    public static final Rollup EMPTY =
            new Rollup(Map.of(), 0, TokenTotals.NONE, Map.of(), null, ControlRollup.EMPTY, Map.of(), Map.of());

    public Rollup {
        outcomes = Collections.unmodifiableMap(copyOf(outcomes, Outcome.class));
        costs = Collections.unmodifiableMap(new TreeMap<>(costs));
        metrics = Collections.unmodifiableMap(copyOf(metrics, Metric.class));
        ttftByIdle = Collections.unmodifiableMap(new TreeMap<>(ttftByIdle));
        if (suspect < 0) {
            throw new IllegalArgumentException("suspect must not be negative");
        }
    }

    private static <K extends Enum<K>, V> Map<K, V> copyOf(Map<K, V> map, Class<K> keys) {
        Map<K, V> copy = new EnumMap<>(keys);
        copy.putAll(map);
        return copy;
    }

    /** Of samples of one target, each judged by the SLO that is in force. */
    public static Rollup of(Collection<Observation> samples, Slo slo) {
        return RollupBuilder.of(samples, slo);
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws IllegalArgumentException where the bytes are no rollup's, or of a version that is not known
     */
    public static Rollup of(byte[] bytes) {
        return RollupReader.rollup(bytes);
    }

    /** In a form to keep, which says its version. */
    public byte[] bytes() {
        return RollupWriter.bytes(this);
    }

    /** All samples, suspects and our own errors included. */
    public long samples() {
        return suspect + sum(outcome -> true);
    }

    /** The samples that belong to a statistic's {@code n}. */
    public long counted() {
        return sum(Outcome::counted);
    }

    /** Those of them that failed. */
    public long failures() {
        return sum(Outcome::failure);
    }

    private long sum(Predicate<Outcome> which) {
        return outcomes.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Nothing where no sample tells the metric. */
    public MetricRollup metric(Metric metric) {
        return metrics.getOrDefault(metric, MetricRollup.EMPTY);
    }

    /** Times to first token of probes whose target had been idle for longer than the threshold, to {@link IdleClass}. */
    public Sketch coldTtft(Duration threshold) {
        return ttft(idleClass -> IdleClass.exceeds(idleClass, threshold));
    }

    /** Those of all others whose idle time is known. */
    public Sketch warmTtft(Duration threshold) {
        return ttft(idleClass -> !IdleClass.exceeds(idleClass, threshold));
    }

    private Sketch ttft(IntPredicate idleClasses) {
        return ttftByIdle.entrySet().stream()
                .filter(entry -> idleClasses.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Sketch.EMPTY, Sketch::merge);
    }

    public Rollup merge(Rollup other) {
        return new Rollup(
                merge(outcomes, other.outcomes, Long::sum),
                suspect + other.suspect,
                tokens.plus(other.tokens),
                merge(costs, other.costs, BigDecimal::add),
                slo == null ? other.slo : other.slo == null ? slo : slo.merge(other.slo),
                controls.merge(other.controls),
                merge(metrics, other.metrics, MetricRollup::merge),
                merge(ttftByIdle, other.ttftByIdle, Sketch::merge));
    }

    private static <K, V> Map<K, V> merge(Map<K, V> left, Map<K, V> right, BinaryOperator<V> merge) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        Map<K, V> merged = new HashMap<>(left);
        right.forEach((key, value) -> merged.merge(key, value, merge));
        return merged;
    }
}
