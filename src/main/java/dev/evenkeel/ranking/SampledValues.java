package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Observed;
import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What samples say themselves, exactly. */
final class SampledValues implements MetricValues {
    private final Metric metric;
    private final List<WindowSample> sources = new ArrayList<>();
    private final double[] numbers;
    private final Distribution distribution;
    private final Distribution successes;
    private final long failures;
    private final boolean lowerBound;

    private SampledValues(Metric metric, List<WindowSample> counted) {
        this.metric = metric;
        List<Observed> observed = new ArrayList<>();
        List<Double> ofSuccesses = new ArrayList<>();
        for (WindowSample sample : counted) {
            Optional<Observed> seen = Observed.of(metric, sample.observation());
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
    static SampledValues of(Metric metric, List<WindowSample> counted) {
        return new SampledValues(metric, counted);
    }

    @Override
    public Distribution distribution() {
        return distribution;
    }

    @Override
    public boolean lowerBound() {
        return lowerBound;
    }

    @Override
    public long evidence() {
        return successes.n() + failures;
    }

    @Override
    public double censoredQuantile(int percent) {
        return metric == Metric.OUTPUT_TOKENS_PER_SECOND
                ? successes.censoredQuantile(percent, failures, 0)
                : successes.censoredQuantile(percent, 0, failures);
    }

    @Override
    public int stretches(Duration length) {
        return (int) sources.stream()
                .map(sample -> Cells.stretchOf(sample.scheduledAt(), length))
                .distinct()
                .count();
    }

    @Override
    public SortedMap<Long, Double> levels(Duration length) {
        SortedMap<Long, List<Double>> numbersOf = new TreeMap<>();
        for (int i = 0; i < numbers.length; i++) {
            numbersOf
                    .computeIfAbsent(
                            Cells.stretchOf(sources.get(i).scheduledAt(), length), stretch -> new ArrayList<>())
                    .add(numbers[i]);
        }
        SortedMap<Long, Double> levels = new TreeMap<>();
        numbersOf.forEach((stretch, some) -> levels.put(
                stretch,
                Distribution.of(some.stream().mapToDouble(Double::doubleValue).toArray())
                        .median()));
        return levels;
    }

    @Override
    public Optional<ResampledStatistics> resampled(Cells cells, Resampling resampling, Set<Statistic> statistics) {
        return ResampledStatistics.of(
                numbers, sources.stream().mapToInt(cells::of).toArray(), resampling, statistics);
    }
}
