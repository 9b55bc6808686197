package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Moments;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.numbers.arrays.Selection;

/**
 * The statistics of one target and metric, in every resample, and what follows: their intervals, and what
 * they bring to a comparison.
 *
 * <p>Moments ({@code mean}, {@code stddev}, {@code cv}, {@code cvMedian}) get a t interval on the log
 * scale; quantiles and what is made of them the percentiles of the resamples. Either way a resample's
 * deviation from the point estimate is first scaled by √(m/(m−1)), m the cells that the target has numbers in. Where there
 * are tail events the upper end of a spread's interval allows for a larger one that was not seen.
 */
final class ResampledStatistics {
    /** Of all resamples; with more undefined, there is no interval and no comparison. */
    static final double MAX_UNDEFINED = 0.05;

    /** What hangs on rare events so much that a comparison must look at those apart. */
    private static final Set<Statistic> TAIL_DRIVEN =
            EnumSet.of(Statistic.MEAN, Statistic.CV, Statistic.CV_MEDIAN, Statistic.STDDEV);

    /**
     * What the squares beyond the largest one seen add to a sum of squares, on average, in units of that one. Of two samples of
     * one size the second is expected to hold one number beyond the largest of the first, whatever the distribution;
     * the mean square of what lies beyond is α/(α − 2) times the bound's for a Pareto tail of index α, here 3.
     */
    private static final double UNSEEN_SQUARES = 3;

    private static final double NORMAL_975 = 1.959964;

    /** What a ranking shows. */
    static final Set<Statistic> ALL = Set.copyOf(EnumSet.allOf(Statistic.class));

    private final Replicates resampled;
    private final Replicates resampledBody;
    private final Summary exact;
    private final Resampled weighted;
    private final ResampledBody body;

    /** Of the cells that the target itself has numbers in: those of the others tell nothing of it. */
    private final int occupiedCells;

    private final double inflation;

    private ResampledStatistics(Summary exact, Resampled weighted, ResampledBody body, Set<Statistic> statistics) {
        this.resampled = new Replicates(statistics);
        this.resampledBody =
                new Replicates(TAIL_DRIVEN.stream().filter(statistics::contains).collect(Collectors.toSet()));
        this.exact = exact;
        this.weighted = weighted;
        this.body = body;
        this.occupiedCells = weighted.occupiedCells();
        this.inflation = Resampling.inflation(occupiedCells);
    }

    /** Of numbers as they are. Empty where they lie in too few of the cells to tell. */
    static Optional<ResampledStatistics> of(
            double[] numbers, int[] cellOf, Resampling resampling, Set<Statistic> statistics) {
        Distribution exact = Distribution.of(numbers);
        var weighted = new WeightedDistribution(numbers, cellOf, exact.mad(), resampling);
        var body = new WeightedBody(numbers, cellOf, exact.median(), weighted);
        return of(exact, weighted, body, statistics);
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
            Summary exact, Resampled weighted, ResampledBody body, Set<Statistic> statistics) {
        if (weighted.occupiedCells() < Cells.MIN_CELLS) {
            return Optional.empty();
        }
        var all = new ResampledStatistics(exact, weighted, body, statistics);
        all.resample();
        return Optional.of(all);
    }

    private void resample() {
        for (int resample = 0; resample < Resampling.RESAMPLES; resample++) {
            weighted.weigh(resample);
            resampled.record(weighted, resample);
            if (!resampledBody.isEmpty()) {
                body.weigh(resample);
                resampledBody.record(body, resample);
            }
        }
    }

    Contender contender(Statistic statistic) {
        Contender contender = Contender.of(exact.value(statistic), resampled.of(statistic));
        if (!TAIL_DRIVEN.contains(statistic)) {
            return contender;
        }
        Contender withoutEvents = Contender.of(body.exact().value(statistic), resampledBody.of(statistic));
        return contender.with(new Tail(occupiedCells, body.cellsWithTailEvents(), withoutEvents));
    }

    /** Empty where the statistic, or too many of the resamples, are undefined. */
    Optional<Interval> interval(Statistic statistic) {
        double point = exact.value(statistic);
        return switch (statistic) {
            case MEAN -> logT(resampled.of(statistic), point);
            case STDDEV, CV, CV_MEDIAN ->
                logT(resampled.of(statistic), point)
                        .map(interval -> new Interval(interval.low(), interval.high() * unseenSpread()));
            case P50, P90, P95, P99 -> percentile(resampled.of(statistic), point, 1);
            case ROBUST_CV, TAIL_RATIO -> percentile(resampled.of(statistic), point, 2);
        };
    }

    private Optional<Interval> logT(double[] values, double point) {
        double[] all = new double[values.length];
        Arrays.setAll(all, resample -> Math.log(values[resample]));
        double[] logs = defined(all);
        if (!(point > 0) || tooFew(logs)) {
            return Optional.empty();
        }
        double factor = Math.exp(StudentT.quantile975(occupiedCells - 1)
                * inflation
                * Moments.of(logs).stddev().orElse(Double.NaN));
        return Double.isFinite(point * factor)
                ? Optional.of(new Interval(point / factor, point * factor))
                : Optional.empty();
    }

    /** How much larger the spread would be with a tail event beyond those seen; 1 where none was seen at all. */
    private double unseenSpread() {
        return body.cellsWithTailEvents() == 0 ? 1 : Math.sqrt(1 + UNSEEN_SQUARES * weighted.largestShareOfSquares());
    }

    /**
     * No end lies below 0, as no value does, nor on the far side of the point estimate. What a sketch's quantile is off by
     * is spread evenly over a bin: a third of the error's square is its variance, which adds to that of the resamples.
     *
     * @param quantiles that the statistic is made of, each off by itself
     */
    private Optional<Interval> percentile(double[] values, double point, int quantiles) {
        double[] defined = defined(values);
        if (Double.isNaN(point) || tooFew(defined)) {
            return Optional.empty();
        }
        int tail = (int) Math.round(0.025 * defined.length);
        int[] ends = {tail - 1, defined.length - tail};
        Selection.select(defined, ends);
        double below = inflation * Math.max(0, point - defined[ends[0]]);
        double above = inflation * Math.max(0, defined[ends[1]] - point);
        double ofQuantiles = NORMAL_975 * point * weighted.quantileError() * Math.sqrt(quantiles / 3.0);
        return Optional.of(new Interval(
                Math.max(0, point - Math.hypot(below, ofQuantiles)), point + Math.hypot(above, ofQuantiles)));
    }

    private static double[] defined(double[] values) {
        double[] defined = new double[values.length];
        int size = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                defined[size++] = value;
            }
        }
        return Arrays.copyOf(defined, size);
    }

    private static boolean tooFew(double[] defined) {
        return defined.length < (1 - MAX_UNDEFINED) * Resampling.RESAMPLES;
    }

    /** Of each statistic its value in each resample. */
    private static final class Replicates {
        private final Statistic[] statistics;
        private final double[][] values;
        private final Replicate replicate;

        Replicates(Set<Statistic> statistics) {
            this.statistics = statistics.toArray(new Statistic[0]);
            this.values = new double[statistics.size()][Resampling.RESAMPLES];
            this.replicate = new Replicate(statistics);
        }

        boolean isEmpty() {
            return statistics.length == 0;
        }

        void record(Resampled weighted, int resample) {
            replicate.read(weighted);
            for (int i = 0; i < statistics.length; i++) {
                values[i][resample] = replicate.value(statistics[i]);
            }
        }

        double[] of(Statistic statistic) {
            for (int i = 0; i < statistics.length; i++) {
                if (statistics[i] == statistic) {
                    return values[i];
                }
            }
            throw new IllegalStateException("not asked for: " + statistic);
        }
    }
}
