package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.TargetRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign's targets stood over time: each step is a ranking of its own stretch of time. Samples that came late are in it.
 *
 * @param revision of the samples that were there when it was asked for; steps may know of later ones
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
        long revision,
        Instant generatedAt,
        String step,
        int specVersion,
        String connection,
        List<String> vantages,
        int minSamples,
        List<Point> points) {

    /** One step. */
    record Point(Instant from, Instant to, List<Place> entries, List<Missing> unranked) {}

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
            double value,
            @Nullable Interval interval) {
        static Place of(Placement placement, Candidate.Judged judged, RankingQuestion question) {
            Availability availability = judged.target().availability();
            boolean ofAvailability = question.metric() == Metric.AVAILABILITY;
            Optional<Interval> interval = ofAvailability ? Optional.of(availability.interval()) : judged.interval();
            return new Place(
                    judged.target().target(),
                    placement.rank(),
                    placement.tieGroup(),
                    placement.rankLow(),
                    placement.rankHigh(),
                    availability.n(),
                    shown(question, judged.contender().point()),
                    interval.map(ends -> ends.map(end -> shown(question, end))).orElse(null));
        }

        private static double shown(RankingQuestion question, double value) {
            Double decimals = question.metric() == Metric.AVAILABILITY
                    ? Decimals.ratio(value)
                    : Decimals.value(question.metric(), question.statistic(), value);
            return decimals == null ? value : decimals;
        }
    }

    /** A target that can't be ranked in a step. */
    record Missing(TargetRef target, UnrankedReason reason, long n) {
        static Missing of(TargetWindow target, UnrankedReason reason) {
            return new Missing(target.target(), reason, target.availability().n());
        }
    }
}
