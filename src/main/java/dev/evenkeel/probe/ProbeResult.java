package dev.evenkeel.probe;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleId;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.measurement.SuspectCause;
import dev.evenkeel.measurement.TimeoutPhase;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one probe ended and what it saw until then.
 *
 * @param startedAt absent, like {@code clocks}, where our own rules kept it from being sent
 * @param retryAfter how long a 429 asked to be left alone; absent where none did
 * @param clientStallNs the largest lateness of our own loop around its stamps; absent like {@code clocks}
 * @param stalled whether that is more than the sample bears: more than the bound for its time to first token, or for all
 *     of its time where there was none
 */
record ProbeResult(
        Outcome outcome,
        @Nullable TimeoutPhase timeoutPhase,
        @Nullable Integer httpStatus,
        @Nullable Instant startedAt,
        @Nullable Clocks clocks,
        AnswerTally answer,
        boolean staleRetry,
        @Nullable Duration retryAfter,
        @Nullable Long clientStallNs,
        boolean stalled,
        @Nullable String error) {
    private static final int MAX_ERROR_LENGTH = 200;

    static ProbeResult refused(String reason) {
        return new ProbeResult(
                Outcome.REFUSED_BY_POLICY,
                null,
                null,
                null,
                null,
                new AnswerTally(),
                false,
                null,
                null,
                false,
                ProviderText.bounded(reason, MAX_ERROR_LENGTH));
    }

    /** Whether it failed before a response head: the network, ours or the provider's, may have been at fault. */
    boolean beforeHead() {
        return httpStatus == null && outcome != Outcome.REFUSED_BY_POLICY;
    }

    /** Why the probe by itself, whatever becomes of its round, can't be vouched for; absent where it can. */
    @Nullable
    SuspectCause ownCause() {
        return stalled ? SuspectCause.CLIENT_STALL : null;
    }

    /**
     * The sample that this was.
     *
     * @param cause why it is suspect; absent where it is not
     * @param controlErrorNs of its round's control; absent where there was none
     */
    Sample toSample(PreparedProbe probe, @Nullable SuspectCause cause, @Nullable Long controlErrorNs) {
        RoundRequest round = probe.round();
        ProbeTarget target = probe.target();
        ConnectionArm arm = probe.arm();
        ChunkGaps gaps = answer.gaps();
        Tokens tokens = answer.tokens();
        return new Sample(
                SampleId.of(round.runId(), round.round(), target.id(), arm, round.vantage()),
                round.campaignId(),
                round.runId(),
                round.round(),
                target.id(),
                target.target(),
                arm,
                round.vantage(),
                round.specVersion(),
                round.fireAt(),
                startedAt,
                outcome,
                timeoutPhase,
                httpStatus,
                clocks,
                gaps,
                shape(),
                tokens,
                answer.model(),
                answer.systemFingerprint(),
                answer.finishReason(),
                target.idleBefore(),
                staleRetry,
                clientStallNs,
                controlErrorNs,
                retryAfter,
                cause != null,
                cause,
                cost(target.price(), tokens),
                error);
    }

    /** Absent where no response head came. */
    private @Nullable StreamShape shape() {
        if (httpStatus == null) {
            return null;
        }
        return answer.shape(outcome == Outcome.OK, clocks == null ? null : clocks.firstTokenNs());
    }

    /** Only from tokens that the provider counted: events are not what it charges for. */
    private static @Nullable Cost cost(@Nullable Price price, @Nullable Tokens tokens) {
        if (price == null || tokens == null || tokens.source() != TokenSource.USAGE) {
            return null;
        }
        Integer input = tokens.input();
        Integer output = tokens.output();
        return input == null || output == null ? null : new Cost(price.costOf(input, output), price.currency());
    }
}
