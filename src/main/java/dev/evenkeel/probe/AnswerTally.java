package dev.evenkeel.probe;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the stream of one answer has amounted to so far. Times are {@code System.nanoTime()} values.
 * Confined to one thread.
 */
final class AnswerTally {
    private long[] tokenEventsAt = new long[64];
    private int tokenEvents;
    private @Nullable Long firstAnswerAt;
    private boolean reasoningShown;
    private boolean finished;
    private @Nullable Usage usage;
    private @Nullable String model;
    private @Nullable String systemFingerprint;
    private @Nullable String finishReason;

    void add(StreamChunk chunk, long at) {
        if (chunk.token()) {
            addTokenEvent(at);
        }
        if (chunk.answer() && firstAnswerAt == null) {
            firstAnswerAt = at;
        }
        reasoningShown |= chunk.reasoning();
        finished |= chunk.finishReason() != null;
        usage = chunk.usage() == null ? usage : chunk.usage();
        model = latest(chunk.model(), model);
        systemFingerprint = latest(chunk.systemFingerprint(), systemFingerprint);
        finishReason = latest(chunk.finishReason(), finishReason);
    }

    private void addTokenEvent(long at) {
        if (tokenEvents == tokenEventsAt.length) {
            tokenEventsAt = Arrays.copyOf(tokenEventsAt, 2 * tokenEvents);
        }
        tokenEventsAt[tokenEvents++] = at;
    }

    private static @Nullable String latest(@Nullable String text, @Nullable String before) {
        String kept = ProviderText.kept(text);
        return kept == null ? before : kept;
    }

    boolean hasToken() {
        return tokenEvents > 0;
    }

    /** Whether the provider said why the generation ended. */
    boolean finished() {
        return finished;
    }

    @Nullable
    Long firstTokenAt() {
        return tokenEvents == 0 ? null : tokenEventsAt[0];
    }

    @Nullable
    Long firstAnswerAt() {
        return firstAnswerAt;
    }

    @Nullable
    Long lastTokenAt() {
        return tokenEvents == 0 ? null : tokenEventsAt[tokenEvents - 1];
    }

    @Nullable
    String model() {
        return model;
    }

    @Nullable
    String systemFingerprint() {
        return systemFingerprint;
    }

    @Nullable
    String finishReason() {
        return finishReason;
    }

    /** Nearest-rank; absent for fewer than two token-bearing events. */
    @Nullable
    ChunkGaps gaps() {
        if (tokenEvents < 2) {
            return null;
        }
        long[] gaps = new long[tokenEvents - 1];
        Arrays.setAll(gaps, i -> tokenEventsAt[i + 1] - tokenEventsAt[i]);
        Arrays.sort(gaps);
        return new ChunkGaps(gaps[0], nearestRank(gaps, 50), nearestRank(gaps, 95), gaps[gaps.length - 1]);
    }

    private static long nearestRank(long[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[rank - 1];
    }

    /** Absent where neither a token nor a usage came. */
    @Nullable
    Tokens tokens() {
        if (tokenEvents == 0 && usage == null) {
            return null;
        }
        Usage counted = usage == null ? new Usage(null, null, null, null) : usage;
        Integer output = counted.output();
        return new Tokens(
                counted.input(),
                output == null ? Integer.valueOf(tokenEvents) : output,
                counted.reasoning(),
                counted.cached(),
                output == null ? null : streamed(output, counted.reasoning()),
                tokenEvents,
                output == null ? TokenSource.EVENTS : TokenSource.USAGE);
    }

    private Integer streamed(int output, @Nullable Integer reasoning) {
        return reasoning == null || reasoningShown ? output : Math.max(0, output - reasoning);
    }
}
