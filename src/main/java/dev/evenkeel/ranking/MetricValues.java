package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a target's counted samples say about one metric. */
final class MetricValues {
    private final Metric metric;
    private final List<WindowSample> sources = new ArrayList<>();
    private final double[] numbers;
    private final Distribution distribution;
    private final Distribution successes;
    private final long failures;
    private final boolean lowerBound;

    private MetricValues(Metric metric, List<WindowSample> counted) {
        this.metric = metric;
        List<Observed> observed = new ArrayList<>();
        List<Double> ofSuccesses = new ArrayList<>();
        for (WindowSample sample : counted) {
            Optional<Observed> seen = Observed.of(metric, sample);
            if (seen.isPresent()) {
                sources.add(sample);
                observed.add(seen.get());
                if (sample.outcome() == Outcome.OK) {
                    ofSuccesses.add(seen.get().value());
                }
            }
        }
        numbers = observed.stream().mapToDouble(Observed::value).toArray();
        distribution = Distribution.of(numbers);
        successes = Distribution.of(
                ofSuccesses.stream().mapToDouble(Double::doubleValue).toArray());
        failures = counted.stream().filter(sample -> sample.outcome().failure()).count();
        lowerBound = observed.stream().anyMatch(Observed::lowerBound);
    }

    /** Of samples that count and that are not suspect. */
    static MetricValues of(Metric metric, List<WindowSample> counted) {
        return new MetricValues(metric, counted);
    }

    Distribution distribution() {
        return distribution;
    }

    /** Whether one of the numbers is a lower bound only. */
    boolean lowerBound() {
        return lowerBound;
    }

    /** How many counted samples bear on the metric: those that succeeded and tell it, and those that failed. */
    long evidence() {
        return successes.n() + failures;
    }

    /**
     * The quantile over successes and failures, a failure standing beyond every success at the bad end:
     * above for durations, below for tokens per second. NaN where it falls among failures.
     */
    double censoredQuantile(int percent) {
        return metric == Metric.OUTPUT_TOKENS_PER_SECOND
                ? successes.censoredQuantile(percent, failures, 0)
                : successes.censoredQuantile(percent, 0, failures);
    }

    /** How many stretches of time of that length hold a number. */
    int stretches(Duration length) {
        return (int) sources.stream()
                .map(sample -> Cells.stretchOf(sample.scheduledAt(), length))
                .distinct()
                .count();
    }

    Optional<ResampledStatistics> resampled(Cells cells, Resampling resampling) {
        return ResampledStatistics.of(
                numbers, sources.stream().mapToInt(cells::of).toArray(), resampling);
    }
}
