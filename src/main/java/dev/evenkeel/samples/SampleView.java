package dev.evenkeel.samples;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.measurement.SuspectCause;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.TimeoutPhase;
import dev.evenkeel.measurement.Tokens;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sample as the API shows it: durations in milliseconds, absent where they can't be known. */
@Schema(name = "Sample", description = "What was observed of one probe. A field that can't be known is absent.")
public record SampleView(
        @Nullable UUID id,
        @Nullable UUID run,
        @Nullable Integer round,
        TargetRef target,
        @Nullable Instant scheduledAt,
        @Nullable Instant startedAt,
        String outcome,
        @Nullable String timeoutPhase,
        @Nullable Integer httpStatus,
        @Nullable Double ttftMs,
        @Nullable Double ttftWarmMs,
        @Nullable Double ttfaMs,
        @Nullable Double latencyMs,
        @Nullable Double ttftIntendedMs,
        @Nullable Double latencyIntendedMs,
        @Nullable Double elapsedMs,
        @Nullable Double schedulingDelayMs,
        @Nullable Double queuedMs,
        @Nullable Double dnsMs,
        @Nullable Double tcpMs,
        @Nullable Double tlsMs,
        @Nullable Double connectMs,
        @Nullable Boolean connectionReused,
        @Nullable Double itlMs,
        @Nullable Double outputTokensPerSecond,
        @Nullable InterChunk interChunkMs,
        @Nullable Stream stream,
        boolean buffered,
        @Nullable Integer inputTokens,
        @Nullable Integer outputTokens,
        @Nullable Integer reasoningTokens,
        @Nullable Integer cachedTokens,
        @Nullable String tokenSource,
        @Nullable String reportedModel,
        @Nullable String systemFingerprint,
        @Nullable String finishReason,
        @Nullable Double idleBeforeMs,
        boolean staleRetry,
        String vantage,
        String connection,
        @Nullable Integer specVersion,
        @Nullable Double clientStallMs,
        @Nullable Double controlErrorMs,
        @Nullable Double retryAfterMs,
        boolean suspect,
        @Nullable String suspectCause,
        @Nullable BigDecimal cost,
        @Nullable String currency,
        @Nullable String error) {

    /** Gaps between successive token-bearing events, in milliseconds. */
    public record InterChunk(double min, double p50, double p95, double max) {
        private static InterChunk of(ChunkGaps gaps) {
            return new InterChunk(
                    roundedMs(gaps.minNs()),
                    roundedMs(gaps.medianNs()),
                    roundedMs(gaps.p95Ns()),
                    roundedMs(gaps.maxNs()));
        }
    }

    /** How the answer's bytes came in. */
    public record Stream(
            long bytes,
            int events,
            @Nullable Double longestGapAtMs,
            @Nullable Integer stalls,
            @Nullable Double burstShare) {
        private static Stream of(StreamShape shape) {
            return new Stream(
                    shape.bytes(), shape.events(), ms(shape.longestGapAtNs()), shape.stalls(), shape.burstShare());
        }
    }

    /** A sample of a run. */
    static SampleView of(Sample sample) {
        return view(sample, true);
    }

    /** A sample that belongs to no run and is stored nowhere: without what only a run and its schedule give. */
    public static SampleView ofNoRun(Sample sample) {
        return view(sample, false);
    }

    private static SampleView view(Sample sample, boolean ofRun) {
        Clocks clocks = sample.clocks();
        Tokens tokens = sample.tokens();
        Cost cost = sample.cost();
        TimeoutPhase timeoutPhase = sample.timeoutPhase();
        Duration idleBefore = sample.idleBefore();
        Long delayNs = ofRun ? of(clocks, Clocks::schedulingDelayNs) : null;
        Long connectedNs = of(clocks, Clocks::connectedNs);
        Long ttftNs = of(clocks, Clocks::firstTokenNs);
        Long latencyNs = of(clocks, Clocks::lastTokenNs);
        return new SampleView(
                ofRun ? sample.id() : null,
                ofRun ? sample.runId() : null,
                ofRun ? Integer.valueOf(sample.round()) : null,
                sample.target(),
                ofRun ? sample.scheduledAt() : null,
                sample.startedAt(),
                sample.outcome().name(),
                of(timeoutPhase, TimeoutPhase::name),
                sample.httpStatus(),
                ms(ttftNs),
                ms(difference(ttftNs, connectedNs)),
                ms(of(clocks, Clocks::firstAnswerNs)),
                ms(latencyNs),
                ms(sum(ttftNs, delayNs)),
                ms(sum(latencyNs, delayNs)),
                ms(of(clocks, Clocks::endNs)),
                ms(delayNs),
                ofRun ? ms(of(clocks, Clocks::queuedNs)) : null,
                ms(of(clocks, Clocks::dnsNs)),
                ms(of(clocks, Clocks::tcpNs)),
                ms(of(clocks, Clocks::tlsNs)),
                ms(connectedNs),
                of(clocks, Clocks::connectionReused),
                ms(sample.itlNs()),
                sample.outputTokensPerSecond(),
                of(sample.chunkGaps(), InterChunk::of),
                of(sample.stream(), Stream::of),
                Boolean.TRUE.equals(of(sample.stream(), StreamShape::buffered)),
                of(tokens, Tokens::input),
                of(tokens, Tokens::output),
                of(tokens, Tokens::reasoning),
                of(tokens, Tokens::cached),
                of(tokens, t -> t.source().name()),
                sample.reportedModel(),
                sample.systemFingerprint(),
                sample.finishReason(),
                ms(of(idleBefore, Duration::toNanos)),
                sample.staleRetry(),
                sample.vantage(),
                sample.arm().key(),
                ofRun ? Integer.valueOf(sample.specVersion()) : null,
                ms(sample.clientStallNs()),
                ms(sample.controlErrorNs()),
                ms(sample.retryAfter() == null ? null : sample.retryAfter().toNanos()),
                sample.suspect(),
                of(sample.suspectCause(), SuspectCause::name),
                of(cost, Cost::amount),
                of(cost, Cost::currency),
                sample.error());
    }

    private static <P, T> @Nullable T of(@Nullable P part, Function<P, @Nullable T> value) {
        return part == null ? null : value.apply(part);
    }

    private static @Nullable Long sum(@Nullable Long left, @Nullable Long right) {
        return left == null || right == null ? null : left + right;
    }

    private static @Nullable Long difference(@Nullable Long left, @Nullable Long right) {
        return left == null || right == null ? null : left - right;
    }

    private static @Nullable Double ms(@Nullable Number ns) {
        return ns == null ? null : roundedMs(ns);
    }

    /** Nanoseconds as milliseconds, rounded to microseconds. */
    private static double roundedMs(Number ns) {
        return Math.round(ns.doubleValue() / 1e3) / 1e3;
    }
}
