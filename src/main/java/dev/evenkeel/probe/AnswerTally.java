package dev.evenkeel.probe;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What the stream of one answer has amounted to so far. Times are {@code System.nanoTime()} values.
 * Confined to one thread.
 */
final class AnswerTally {
    private static final Usage NO_USAGE = new Usage(null, null, null, null);

    private final TokenTimes times = new TokenTimes();
    private final Arrival arrival = new Arrival();
    private final KeptText model = new KeptText();
    private final KeptText systemFingerprint = new KeptText();
    private final KeptText finishReason = new KeptText();
    private @Nullable Long undecidedAt;
    private @Nullable Long firstAnswerAt;
    private boolean reasoningShown;
    private boolean finished;
    private @Nullable Usage usage;

    /** Some bytes of the body, before a content encoding is undone, and the number of the read that brought them. */
    void body(int bytes, long read) {
        arrival.body(bytes, read);
    }

    /** An event, of whatever kind, that the latest bytes completed. */
    void event() {
        arrival.event();
    }

    /** What the latest event says. */
    void add(StreamChunk chunk, long at) {
        if (chunk.token()) {
            times.add(at);
            arrival.token();
            decide(chunk, at);
        }
        reasoningShown |= chunk.reasoning();
        finished |= chunk.finishReason() != null;
        usage = latest(chunk.usage(), usage);
        model.say(chunk.model());
        systemFingerprint.say(chunk.systemFingerprint());
        finishReason.say(chunk.finishReason());
    }

    /** What was undecided belongs to the answer unless reasoning follows: then it was the beginning of its tag. */
    private void decide(StreamChunk chunk, long at) {
        if (chunk.reasoning()) {
            undecidedAt = null;
        }
        if (chunk.undecided() && undecidedAt == null) {
            undecidedAt = at;
        }
        if (chunk.answer() && firstAnswerAt == null) {
            firstAnswerAt = undecidedAt == null ? Long.valueOf(at) : undecidedAt;
        }
    }

    private static @Nullable Usage latest(@Nullable Usage usage, @Nullable Usage before) {
        if (usage == null) {
            return before;
        }
        return before == null ? usage : usage.orElse(before);
    }

    boolean hasToken() {
        return times.count() > 0;
    }

    /** Whether the provider said why the generation ended. */
    boolean finished() {
        return finished;
    }

    @Nullable
    Long firstTokenAt() {
        return times.first();
    }

    @Nullable
    Long firstAnswerAt() {
        return firstAnswerAt == null ? undecidedAt : firstAnswerAt;
    }

    @Nullable
    Long lastTokenAt() {
        return times.last();
    }

    @Nullable
    String model() {
        return model.kept();
    }

    @Nullable
    String systemFingerprint() {
        return systemFingerprint.kept();
    }

    @Nullable
    String finishReason() {
        return finishReason.kept();
    }

    /** Nearest-rank; absent for fewer than two token-bearing events. */
    @Nullable
    ChunkGaps gaps() {
        return times.gaps();
    }

    /**
     * How the answer came in.
     *
     * @param complete whether it came to its proper end: of one that was cut off, nobody knows how it would have gone on
     * @param firstTokenNs from the probe's start to its first token
     */
    StreamShape shape(boolean complete, @Nullable Long firstTokenNs) {
        Long gapEnded = times.longestGapEndedAfter();
        return new StreamShape(
                arrival.bytes(),
                arrival.events(),
                gapEnded == null || firstTokenNs == null ? null : Long.valueOf(firstTokenNs + gapEnded),
                times.stalls(),
                arrival.burstShare(),
                complete && arrival.tokensInOneRead() && severalTokens());
    }

    private boolean severalTokens() {
        Tokens tokens = tokens();
        if (tokens == null) {
            return false;
        }
        Integer counted = tokens.streamed();
        return counted == null ? tokens.events() > 1 : counted > 1;
    }

    /** Absent where neither a token nor a usage came. */
    @Nullable
    Tokens tokens() {
        int tokenEvents = times.count();
        if (tokenEvents == 0 && usage == null) {
            return null;
        }
        Usage counted = usage == null ? NO_USAGE : usage;
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
