package dev.evenkeel.samples;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.rollup.Observation;
import dev.evenkeel.rollup.TokenTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a ranking needs of one sample. Durations in nanoseconds; absent where the event never came.
 *
 * @param ttftNs time to first token
 * @param ttfaNs time to first answer
 * @param latencyNs time to the last token of a finished probe, or to the last one seen
 * @param endNs time after which the probe ended or was given up: the lower bound of a timeout's durations;
 *     absent where nothing was sent
 * @param itlNs mean inter-token latency
 * @param outputTokensPerSecond decode speed
 * @param idleBeforeNs time since the schedule last asked this target
 * @param controlErrorNs how far the round's control was measured wrongly; absent where the round had none
 * @param error what went wrong, for the ranking's last error
 */
public record WindowSample(
        UUID targetId,
        UUID runId,
        int round,
        String vantage,
        Instant scheduledAt,
        Outcome outcome,
        boolean suspect,
        @Nullable Integer httpStatus,
        @Nullable Long ttftNs,
        @Nullable Long ttfaNs,
        @Nullable Long latencyNs,
        @Nullable Long endNs,
        @Nullable Double itlNs,
        @Nullable Double outputTokensPerSecond,
        @Nullable Long idleBeforeNs,
        @Nullable Long controlErrorNs,
        @Nullable BigDecimal cost,
        @Nullable String currency,
        @Nullable String error) {
    /** What a summary takes of it; tokens are not among what a ranking reads. */
    public Observation observation() {
        return new Observation(
                outcome,
                suspect,
                ttftNs,
                ttfaNs,
                latencyNs,
                endNs,
                itlNs,
                outputTokensPerSecond,
                idleBeforeNs,
                controlErrorNs,
                TokenTotals.NONE,
                cost,
                currency);
    }
}
