package dev.evenkeel.ranking;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.ranking.RankingCache.Answer;
import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What was seen of a followed ranking at one time, for all who follow it. Thread-safe. */
final class Look {
    /** The tick of a look that a client comes with, before its watch ticks for it. */
    static final long FIRST = -1;

    /** After it there is nothing more to hear. */
    static final Look LAST = new Look(Kind.LAST, FIRST, null);

    private static final byte[] END = "event: end\ndata: {\"reason\":\"GONE\"}\n\n".getBytes(StandardCharsets.UTF_8);

    private enum Kind {
        SEEN,
        NOTHING_SEEN,
        GONE,
        LAST
    }

    private final Kind kind;
    private final long tick;
    private final @Nullable Answer answer;
    private byte @Nullable [] event;

    private Look(Kind kind, long tick, @Nullable Answer answer) {
        this.kind = kind;
        this.tick = tick;
        this.answer = answer;
    }

    static Look at(Answer answer, long tick) {
        return new Look(Kind.SEEN, tick, answer);
    }

    /** A store that is away, or too much to do, tells nothing; a question that there is no answer to any more ends it. */
    static Look failed(Throwable failure, long tick) {
        boolean gone = failure instanceof ProblemException problem && problem.status() < 500;
        return new Look(gone ? Kind.GONE : Kind.NOTHING_SEEN, tick, null);
    }

    /** The same, and the last of all after one that says that the campaign is gone. */
    Multi<Look> andThenLast() {
        return kind == Kind.GONE
                ? Multi.createFrom().items(this, LAST)
                : Multi.createFrom().item(this);
    }

    boolean isLast() {
        return kind == Kind.LAST;
    }

    long tick() {
        return tick;
    }

    /** Absent where none could be had. */
    @Nullable
    Answer answer() {
        return answer;
    }

    /** As it is sent to whoever has not heard of it: made once for all of them. Not to be written to. */
    synchronized byte[] event() {
        if (event == null) {
            event = answer == null ? END : ranking(answer);
        }
        return event;
    }

    boolean isGone() {
        return kind == Kind.GONE;
    }

    private static byte[] ranking(Answer answer) {
        String event = "event: ranking\nid: " + answer.revision() + "\ndata: "
                + new String(answer.json(), StandardCharsets.UTF_8) + "\n\n";
        return event.getBytes(StandardCharsets.UTF_8);
    }
}
