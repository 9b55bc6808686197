package dev.evenkeel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request on its way into the log, which it enters once. Confined to the event loop. */
final class Exchange {
    private final long number;
    private final ServedModel served;
    private final Script script;
    private final Instant receivedAt;
    private final long receivedNs;
    private @Nullable Long ttftNs;
    private @Nullable Long lastTokenNs;
    private int tokens;
    private boolean ended;

    Exchange(long number, ServedModel served, Script script, Instant receivedAt, long receivedNs) {
        this.number = number;
        this.served = served;
        this.script = script;
        this.receivedAt = receivedAt;
        this.receivedNs = receivedNs;
    }

    long number() {
        return number;
    }

    ServedModel served() {
        return served;
    }

    Script script() {
        return script;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    /** When this token is due, as {@link System#nanoTime()} will tell it. */
    long dueNs(int token) {
        return receivedNs + script.tokenOffsetsNs().get(token);
    }

    void tokenWritten(long nanoTime) {
        lastTokenNs = nanoTime - receivedNs;
        if (ttftNs == null) {
            ttftNs = lastTokenNs;
        }
        tokens++;
    }

    void wholeAnswerWritten(int count) {
        tokens = count;
    }

    /** The client left before the end; a client whose answer would never end has no other way out. */
    void connectionClosed(RequestLog log) {
        end(script.ending().lastsUntilClientLeaves() ? script.ending() : Ending.CLIENT_LEFT, log);
    }

    void end(Ending ending, RequestLog log) {
        if (ended) {
            return;
        }
        ended = true;
        log.add(new ServedRequest(
                number,
                served.providerName(),
                served.model(),
                receivedAt,
                script.ttftNs(),
                ttftNs,
                lastTokenNs,
                tokens,
                ending));
    }
}
