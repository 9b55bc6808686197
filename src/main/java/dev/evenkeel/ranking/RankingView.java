package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.TargetRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's targets in the order of one statistic of one metric over one window.
 *
 * @param statistic {@code availability} for the metric of that name, whose statistic is its value
 * @param window ISO-8601 duration as it was asked for; {@code to − from} is that, or up to one step of what samples are
 *     summed up in longer
 * @param from start of the window, inclusive
 * @param to end of the window, exclusive: the first edge after the time of asking, or the last before {@code asOf}
 * @param asOf when the window ends as it was asked for; absent = now. Samples that came later than that count, too
 * @param revision of the samples that it was computed from
 * @param generatedAt when it was computed
 * @param validUntil until then the same question has another answer only if {@code revision} has grown
 * @param intervalsFor what the intervals, ties and ranks speak of: {@code WINDOW} = what the behaviour was in this window,
 *     not what it will be in general; {@code LONG_RUN} = what it is in general
 * @param longRun present for {@code LONG_RUN}
 * @param algorithm version of the definitions and of the bootstrap; a new one may give other numbers for
 *     the same samples
 * @param specVersion the version of the campaign's workload that all its samples are of
 * @param connection the kind of connection that all its samples are of
 * @param vantages those whose samples count: the one that was asked for, or all of the campaign
 * @param quantileErrorBound relative error of the quantiles at most: 0 = exact. Then moments are exact nevertheless, and
 *     a {@code robustCv} is off by 0.03 and 1 % of itself at most
 * @param minPracticalDifference ratio less 1 up to which targets are tied however sure the difference is
 * @param resampling absent where no interval can be had
 * @param incompleteRounds that are still under way up to {@code to}: some target has not answered yet and still may. None of
 *     their samples count
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RankingView(
        String campaign,
        String model,
        String metric,
        String statistic,
        String window,
        Instant from,
        Instant to,
        @Nullable Instant asOf,
        long revision,
        Instant generatedAt,
        Instant validUntil,
        String intervalsFor,
        @Nullable LongRunView longRun,
        int algorithm,
        int specVersion,
        String connection,
        List<String> vantages,
        double quantileErrorBound,
        int minSamples,
        double minAvailability,
        double minPracticalDifference,
        @Nullable ResamplingView resampling,
        Instrument instrument,
        long incompleteRounds,
        List<Entry> entries,
        List<Unranked> unranked) {

    /**
     * What the bootstrap drew.
     *
     * @param cells how many there were to draw from
     * @param cellLength ISO-8601 duration of a cell; absent where each is one round
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResamplingView(
            int resamples, int cells, @Nullable String cellLength) {}

    /**
     * How the window's length stands to what was measured of the drift.
     *
     * @param offered whether there are intervals: where the window is too short there are none, and all targets are tied
     * @param autocorrelationTime ISO-8601 duration in which the correlation between the levels of two moments falls by a
     *     factor of e, the longest of all targets; absent where too few moments are known to tell
     * @param blockLength ISO-8601 duration of the blocks that the bootstrap draws, or would draw; likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LongRunView(
            boolean offered,
            @Nullable String autocorrelationTime,
            @Nullable String blockLength) {
        static LongRunView of(LongRun longRun) {
            return new LongRunView(longRun.offered(), text(longRun.autocorrelationTime()), text(longRun.blockLength()));
        }

        private static @Nullable String text(@Nullable Duration duration) {
            return duration == null ? null : duration.toString();
        }
    }

    /**
     * One ranked target. {@link Placement} defines its first five fields.
     *
     * @param n samples that count: suspects and our own errors left out
     * @param availabilityInterval 95 % by Wilson's score
     * @param outcomes of all but suspects, our own errors among them
     * @param coldStartPenaltyMs absent where there are no cold starts, or only such
     * @param goodput absent where the campaign sets no SLO
     * @param cost of all probes of the window; absent where not known, or in more than one currency
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            int rank,
            int tieGroup,
            int rankLow,
            int rankHigh,
            @Nullable Double probabilityBest,
            TargetRef target,
            long n,
            long failures,
            @Nullable Double availability,
            Interval availabilityInterval,
            long excludedSuspect,
            Map<Outcome, Long> outcomes,
            @Nullable MetricView ttftMs,
            @Nullable MetricView ttfaMs,
            @Nullable MetricView latencyMs,
            @Nullable MetricView itlMs,
            @Nullable MetricView outputTokensPerSecond,
            @Nullable Double coldStartPenaltyMs,
            @Nullable Double goodput,
            @Nullable CostView cost) {}

    record CostView(String currency, BigDecimal total) {}

    /**
     * One target that can't be ranked.
     *
     * @param availability null where nothing counted
     * @param lastError the latest sample that was not OK
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Unranked(
            TargetRef target,
            UnrankedReason reason,
            long n,
            long failures,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Double availability,

            long excludedSuspect,
            Map<Outcome, Long> outcomes,
            @Nullable LastError lastError) {}

    /** @param httpStatus absent where no response head came */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastError(
            Outcome outcome,
            @Nullable Integer httpStatus,
            @Nullable String message,
            Instant at) {}
}
