package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** A target that may be ranked, with what its samples say about each metric. */
final class Candidate {
    /** All that statistics are of. */
    static final List<Metric> MEASURED =
            List.of(Metric.TTFT, Metric.TTFA, Metric.LATENCY, Metric.ITL, Metric.OUTPUT_TOKENS_PER_SECOND);

    private final TargetWindow target;
    private final RankingQuestion question;
    private final Map<Metric, MetricValues> values = new EnumMap<>(Metric.class);

    /** @param shown of which statistics are wanted, the one asked for among them unless it is availability */
    Candidate(TargetWindow target, RankingQuestion question, List<Metric> shown) {
        this.target = target;
        this.question = question;
        shown.forEach(metric -> values.put(metric, target.values(metric)));
    }

    TargetWindow target() {
        return target;
    }

    /** Of the statistic asked for; NaN where undefined. */
    double value() {
        MetricValues asked = values.get(question.metric());
        return asked == null
                ? target.availability().value()
                : asked.distribution().value(question.statistic());
    }

    /** Counted samples that bear on the metric asked for. */
    long evidence() {
        MetricValues asked = values.get(question.metric());
        return asked == null ? target.availability().n() : asked.evidence();
    }

    /** Of each metric that is told, by cell of time; of availability where it is the one asked for. */
    List<SortedMap<Long, Double>> levels(Duration cell) {
        List<SortedMap<Long, Double>> levels = new ArrayList<>();
        values.values().forEach(ofMetric -> levels.add(ofMetric.levels(cell)));
        if (question.metric() == Metric.AVAILABILITY) {
            levels.add(target.failureLevels(cell));
        }
        return levels;
    }

    /** Resamples the target, metric by metric, and keeps of it what the ranking shows. */
    Judged judge(Optional<Bootstrap> bootstrap) {
        Map<Metric, MetricView> views = new EnumMap<>(Metric.class);
        Contender contender = Contender.of(value(), new double[0]);
        Optional<Interval> interval = Optional.empty();
        Duration stretch = question.covered().cellLength();
        for (var entry : values.entrySet()) {
            Optional<ResampledStatistics> resampled =
                    bootstrap.flatMap(b -> b.resample(entry.getValue(), ResampledStatistics.ALL));
            if (entry.getKey() == question.metric() && resampled.isPresent()) {
                contender = resampled.get().contender(question.statistic());
                interval = resampled.get().interval(question.statistic());
            }
            MetricView view = MetricView.of(entry.getKey(), entry.getValue(), resampled, stretch);
            if (view != null) {
                views.put(entry.getKey(), view);
            }
        }
        return new Judged(
                target,
                question.metric() == Metric.AVAILABILITY ? byAvailability(bootstrap) : contender,
                interval,
                views);
    }

    /** Resamples the statistic asked for and nothing else; there are no views. */
    Judged judgeByTheAskedAlone(Optional<Bootstrap> bootstrap) {
        MetricValues asked = values.get(question.metric());
        if (asked == null) {
            return new Judged(target, byAvailability(bootstrap), Optional.empty(), Map.of());
        }
        Statistic statistic = question.statistic();
        Optional<ResampledStatistics> resampled = bootstrap.flatMap(b -> b.resample(asked, Set.of(statistic)));
        return new Judged(
                target,
                resampled
                        .map(statistics -> statistics.contender(statistic))
                        .orElseGet(() -> Contender.of(value(), new double[0])),
                resampled.flatMap(statistics -> statistics.interval(statistic)),
                Map.of());
    }

    /**
     * Compared by its value like any other statistic; but whether a difference matters is told by the share of
     * failures, because 5 % of an availability is more than all that is left above 0.95.
     */
    private Contender byAvailability(Optional<Bootstrap> bootstrap) {
        double[] resampled = bootstrap.map(b -> b.availabilities(target)).orElse(new double[0]);
        return Contender.of(value(), resampled).mattersOn(1 - value());
    }

    /**
     * A target with its statistics, before it has a place.
     *
     * @param interval of the statistic asked for
     */
    record Judged(
            TargetWindow target, Contender contender, Optional<Interval> interval, Map<Metric, MetricView> views) {}
}
