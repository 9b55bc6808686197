package dev.evenkeel.measurement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of one probe. Immutable; carries neither prompt nor answer nor secret.
 *
 * @param id derived by {@link SampleId}
 * @param scheduledAt the round's {@code fireAt}, cut to microseconds
 * @param startedAt wall clock at {@code start}; absent where nothing was sent
 * @param timeoutPhase present exactly for {@link Outcome#TIMEOUT}
 * @param httpStatus absent where no response head came
 * @param clocks absent where nothing was sent
 * @param chunkGaps absent for fewer than two token-bearing events
 * @param stream absent where no response head came
 * @param tokens absent where no token and no usage came
 * @param reportedModel the model that the provider says it served
 * @param systemFingerprint the provider's own version mark
 * @param finishReason as the provider reported it
 * @param idleBefore time since the schedule last asked this target; absent for the first time
 * @param staleRetry whether a reused connection closed before any response byte and one fresh attempt was made
 * @param clientStallNs largest lateness of our own event loop around the sample's stamps; absent where not measured
 * @param controlErrorNs how far the round's control was measured wrongly: when its first token came, as we measured it,
 *     less when it was really written; absent where the round had no control
 * @param retryAfter how long a 429 asked to be left alone, cut to what the prober heeds; absent where none did
 * @param suspect whether the instrument can't vouch for the sample: kept, shown, left out of rankings
 * @param suspectCause present where {@code suspect}, save in samples from before it was told
 * @param cost absent where prices or tokens are not known
 * @param error what went wrong, in our words, bounded and free of the provider's answer; absent for OK
 */
public record Sample(
        UUID id,
        UUID campaignId,
        UUID runId,
        int round,
        UUID targetId,
        TargetRef target,
        ConnectionArm arm,
        String vantage,
        int specVersion,
        Instant scheduledAt,
        @Nullable Instant startedAt,
        Outcome outcome,
        @Nullable TimeoutPhase timeoutPhase,
        @Nullable Integer httpStatus,
        @Nullable Clocks clocks,
        @Nullable ChunkGaps chunkGaps,
        @Nullable StreamShape stream,
        @Nullable Tokens tokens,
        @Nullable String reportedModel,
        @Nullable String systemFingerprint,
        @Nullable String finishReason,
        @Nullable Duration idleBefore,
        boolean staleRetry,
        @Nullable Long clientStallNs,
        @Nullable Long controlErrorNs,
        @Nullable Duration retryAfter,
        boolean suspect,
        @Nullable SuspectCause suspectCause,
        @Nullable Cost cost,
        @Nullable String error) {
    public Sample {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(campaignId, "campaignId");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(arm, "arm");
        Objects.requireNonNull(vantage, "vantage");
        Objects.requireNonNull(outcome, "outcome");
        scheduledAt = scheduledAt.truncatedTo(ChronoUnit.MICROS);
        if ((outcome == Outcome.TIMEOUT) != (timeoutPhase != null)) {
            throw new IllegalArgumentException("timeoutPhase must be present exactly for TIMEOUT");
        }
    }

    /**
     * Mean inter-token latency in nanoseconds; absent for fewer than two streamed tokens, where the
     * tokens were not counted by the provider, and where the probe did not succeed.
     */
    public @Nullable Double itlNs() {
        Integer streamed = tokens == null ? null : tokens.streamed();
        if (outcome != Outcome.OK || clocks == null || streamed == null || streamed < 2) {
            return null;
        }
        Long first = clocks.firstTokenNs();
        Long last = clocks.lastTokenNs();
        return first == null || last == null ? null : (last - first) / (double) (streamed - 1);
    }

    /** Until when a 429 asked to be left alone, by the prober's clock; absent where none did. */
    public @Nullable Instant askedToWaitUntil() {
        if (retryAfter == null || startedAt == null) {
            return null;
        }
        Long tookNs = clocks == null ? null : clocks.endNs();
        return startedAt.plusNanos(tookNs == null ? 0 : tookNs).plus(retryAfter);
    }

    /** Decode speed in tokens per second, time to first token excluded; absent like {@link #itlNs()}, and where all tokens came at once. */
    public @Nullable Double outputTokensPerSecond() {
        Double itl = itlNs();
        return itl == null || itl == 0 ? null : 1e9 / itl;
    }
}
