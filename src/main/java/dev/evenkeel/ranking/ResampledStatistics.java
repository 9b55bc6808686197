package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Moments;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statistics of one target and metric, in every resample, and what follows: their intervals, and what
 * they bring to a comparison.
 *
 * <p>Moments ({@code mean}, {@code stddev}, {@code cv}, {@code cvMedian}) get a t interval on the log
 * scale; quantiles and what is made of them the percentiles of the resamples. Either way a resample's
 * deviation from the point estimate is first scaled by {@link Resampling#inflation()}.
 */
final class ResampledStatistics {
    /** Of all resamples; with more undefined, there is no interval and no comparison. */
    static final double MAX_UNDEFINED = 0.05;

    /** What hangs on rare events so much that a comparison must look at those apart. */
    private static final Set<Statistic> TAIL_DRIVEN = EnumSet.of(Statistic.CV, Statistic.CV_MEDIAN, Statistic.STDDEV);

    /** What a ranking shows. */
    static final Set<Statistic> ALL = Set.copyOf(EnumSet.allOf(Statistic.class));

    private final Map<Statistic, double[]> resampled;
    private final Map<Statistic, double[]> resampledBody;
    private final Summary exact;
    private final Resampling resampling;
    private final Resampled weighted;
    private final ResampledBody body;

    private ResampledStatistics(
            Summary exact, Resampled weighted, ResampledBody body, Resampling resampling, Set<Statistic> statistics) {
        this.resampled = arrays(statistics);
        this.resampledBody =
                arrays(TAIL_DRIVEN.stream().filter(statistics::contains).collect(Collectors.toSet()));
        this.exact = exact;
        this.weighted = weighted;
        this.body = body;
        this.resampling = resampling;
    }

    /** Of numbers as they are. Empty where they lie in too few of the cells to tell. */
    static Optional<ResampledStatistics> of(
            double[] numbers, int[] cellOf, Resampling resampling, Set<Statistic> statistics) {
        var weighted = new WeightedDistribution(numbers, cellOf, resampling.cells());
        var body = new WeightedBody(numbers, cellOf, resampling.cells(), weighted);
        return of(Distribution.of(numbers), weighted, body, resampling, statistics);
    }

    /**
     * Empty where the numbers lie in too few of the cells to tell.
     *
     * @param exact of the numbers, each once
     * @param weighted the same numbers, to be resampled
     * @param body without their tail events
     * @param statistics no others can be asked for: each costs time
     */
    static Optional<ResampledStatistics> of(
            Summary exact, Resampled weighted, ResampledBody body, Resampling resampling, Set<Statistic> statistics) {
        if (weighted.occupiedCells() < Cells.MIN_CELLS) {
            return Optional.empty();
        }
        var all = new ResampledStatistics(exact, weighted, body, resampling, statistics);
        all.resample();
        return Optional.of(all);
    }

    private static Map<Statistic, double[]> arrays(Set<Statistic> statistics) {
        Map<Statistic, double[]> arrays = new EnumMap<>(Statistic.class);
        statistics.forEach(statistic -> arrays.put(statistic, new double[Resampling.RESAMPLES]));
        return arrays;
    }

    private void resample() {
        for (int resample = 0; resample < Resampling.RESAMPLES; resample++) {
            weighted.weigh(resampling.timesDrawn(resample));
            if (!resampledBody.isEmpty()) {
                body.weigh(resampling.timesDrawn(resample));
            }
            for (var entry : resampled.entrySet()) {
                entry.getValue()[resample] = weighted.value(entry.getKey());
            }
            for (var entry : resampledBody.entrySet()) {
                entry.getValue()[resample] = body.value(entry.getKey());
            }
        }
    }

    Contender contender(Statistic statistic) {
        Contender contender = Contender.of(exact.value(statistic), of(statistic));
        double[] ofBody = resampledBody.get(statistic);
        if (ofBody == null) {
            return contender;
        }
        Contender withoutEvents = Contender.of(body.exact().value(statistic), ofBody);
        return contender.with(new Tail(weighted.occupiedCells(), body.cellsWithTailEvents(), withoutEvents));
    }

    private double[] of(Statistic statistic) {
        double[] values = resampled.get(statistic);
        if (values == null) {
            throw new IllegalStateException("not asked for: " + statistic);
        }
        return values;
    }

    /** Empty where the statistic, or too many of the resamples, are undefined. */
    Optional<Interval> interval(Statistic statistic) {
        double point = exact.value(statistic);
        return switch (statistic) {
            case MEAN, STDDEV, CV, CV_MEDIAN -> logT(of(statistic), point);
            case ROBUST_CV, TAIL_RATIO, P50, P90, P95, P99 -> percentile(of(statistic), point);
        };
    }

    private Optional<Interval> logT(double[] values, double point) {
        double[] logs = defined(Arrays.stream(values).map(Math::log).toArray());
        if (!(point > 0) || tooFew(logs)) {
            return Optional.empty();
        }
        double factor = Math.exp(StudentT.quantile975(resampling.cells() - 1)
                * resampling.inflation()
                * Moments.of(logs).stddev().orElse(Double.NaN));
        return Double.isFinite(point * factor)
                ? Optional.of(new Interval(point / factor, point * factor))
                : Optional.empty();
    }

    /** No end lies below 0, as no value does, nor on the far side of the point estimate. */
    private Optional<Interval> percentile(double[] values, double point) {
        double[] sorted = defined(values);
        if (Double.isNaN(point) || tooFew(sorted)) {
            return Optional.empty();
        }
        Arrays.sort(sorted);
        int tail = (int) Math.round(0.025 * sorted.length);
        double low = point + resampling.inflation() * (sorted[tail - 1] - point);
        double high = point + resampling.inflation() * (sorted[sorted.length - tail] - point);
        return Optional.of(new Interval(Math.max(0, Math.min(low, point)), Math.max(high, point)));
    }

    private static double[] defined(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    private static boolean tooFew(double[] defined) {
        return defined.length < (1 - MAX_UNDEFINED) * Resampling.RESAMPLES;
    }
}
