package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.MetricRollup;
import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.Sketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What rollups say, each of a stretch of time. */
final class SketchedValues implements MetricValues {
    private final Metric metric;
    private final Map<Instant, MetricRollup> byStart;
    private final Sketch successes;
    private final Sketch all;
    private final SketchedDistribution distribution;
    private final boolean lowerBound;
    private final long failures;

    /** @param failures how many of the target's counted samples failed */
    SketchedValues(Metric metric, Map<Instant, MetricRollup> byStart, long failures) {
        this.metric = metric;
        this.byStart = byStart;
        this.failures = failures;
        Collection<MetricRollup> rollups = byStart.values();
        successes = Sketch.sum(rollups.stream().map(MetricRollup::successes).toList());
        all = successes.merge(
                Sketch.sum(rollups.stream().map(MetricRollup::timeouts).toList()));
        distribution = new SketchedDistribution(
                rollups.stream().map(MetricRollup::moments).reduce(Moments.EMPTY, Moments::merge), all);
        lowerBound = rollups.stream().anyMatch(rollup -> rollup.lowerBounds() > 0);
    }

    @Override
    public WindowDistribution distribution() {
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
        boolean higherIsBetter = metric == Metric.OUTPUT_TOKENS_PER_SECOND;
        var ofSuccesses = new SketchedDistribution(Moments.EMPTY, successes);
        double quantile =
                ofSuccesses.censoredQuantile(percent, higherIsBetter ? failures : 0, higherIsBetter ? 0 : failures);
        return Math.max(distribution.min(), Math.min(distribution.max(), quantile));
    }

    @Override
    public int stretches(Duration length) {
        return (int) byStart.keySet().stream()
                .map(start -> Cells.stretchOf(start, length))
                .distinct()
                .count();
    }

    @Override
    public SortedMap<Long, Double> levels(Duration length) {
        SortedMap<Long, Sketch> sketches = new TreeMap<>();
        byStart.forEach((start, rollup) -> sketches.merge(Cells.stretchOf(start, length), rollup.all(), Sketch::merge));
        SortedMap<Long, Double> levels = new TreeMap<>();
        sketches.forEach((stretch, sketch) -> levels.put(stretch, sketch.quantile(50)));
        return levels;
    }

    @Override
    public Optional<ResampledStatistics> resampled(Cells cells, Resampling resampling, Set<Statistic> statistics) {
        if (all.n() == 0) {
            return Optional.empty();
        }
        Sketch[] ofCells = new Sketch[cells.count()];
        Moments[] momentsOfCells = new Moments[cells.count()];
        Arrays.fill(ofCells, Sketch.EMPTY);
        Arrays.fill(momentsOfCells, Moments.EMPTY);
        byStart.forEach((start, rollup) -> {
            int cell = cells.of(start);
            ofCells[cell] = ofCells[cell].merge(rollup.successes()).merge(rollup.timeouts());
            momentsOfCells[cell] = momentsOfCells[cell].merge(rollup.moments());
        });
        var whole = new WeightedSketch(all, ofCells, momentsOfCells, distribution.mad(), resampling);
        var body = new SketchedBody(ofCells, momentsOfCells, distribution, whole);
        return ResampledStatistics.of(distribution, whole, body, statistics);
    }
}
