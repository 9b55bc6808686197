package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.TargetRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign's targets stood over time: each step is a ranking of its own stretch of time. Samples that came late are in it.
 *
 * @param step ISO-8601 duration of each
 * @param minSamples with fewer counted samples in a step a target is not ranked there: the campaign's own number scaled to
 *     the step, at least 5
 * @param points ascending in time; stretches of time without any sample among them
 */
record HistoryView(
        String campaign,
        String model,
        String metric,
        String statistic,
        String step,
        int specVersion,
        String connection,
        int minSamples,
        List<Point> points) {

    /** One step. */
    record Point(Instant from, Instant to, List<Place> entries, List<Missing> unranked) {
        static Point of(RankingView ranking, Metric metric, Statistic statistic) {
            return new Point(
                    ranking.from(),
                    ranking.to(),
                    ranking.entries().stream()
                            .map(entry -> Place.of(entry, metric, statistic))
                            .toList(),
                    ranking.unranked().stream()
                            .map(unranked -> new Missing(unranked.target(), unranked.reason(), unranked.n()))
                            .toList());
        }
    }

    /**
     * A target's place in a step. {@link Placement} defines rank, tieGroup, rankLow and rankHigh.
     *
     * @param value of the statistic: milliseconds, tokens per second, or a fraction
     * @param interval 95 %; absent where none can be had
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            TargetRef target,
            int rank,
            int tieGroup,
            int rankLow,
            int rankHigh,
            long n,
            @Nullable Double value,
            @Nullable Interval interval) {
        static Place of(RankingView.Entry entry, Metric metric, Statistic statistic) {
            MetricView view = entry.view(metric);
            return new Place(
                    entry.target(),
                    entry.rank(),
                    entry.tieGroup(),
                    entry.rankLow(),
                    entry.rankHigh(),
                    entry.n(),
                    view == null ? entry.availability() : view.value(statistic),
                    view == null
                            ? entry.availabilityInterval()
                            : view.intervals().get(statistic.key()));
        }
    }

    /** A target that can't be ranked in a step. */
    record Missing(TargetRef target, UnrankedReason reason, long n) {}
}
