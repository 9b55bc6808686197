package dev.evenkeel.simulator;

/** How a simulated request ended. All but {@link #COMPLETED} and {@link #CLIENT_LEFT} are faults that a provider can be given. */
public enum Ending {
    /** All tokens and the stream's proper end were written. */
    COMPLETED(Cause.NO_FAULT),
    /** Answered with 429. */
    RATE_LIMITED(Cause.PROVIDER),
    /** Answered with 500. */
    SERVER_ERROR(Cause.PROVIDER),
    /** Answered with 401. */
    UNAUTHORIZED(Cause.PROVIDER),
    /** The response head was written and nothing after it, until the client left. */
    STALLED(Cause.CLIENT),
    /** Some tokens were written and nothing after them, until the client left. */
    STALLED_AMID(Cause.CLIENT),
    /** The connection was closed amid the stream. */
    CUT(Cause.PROVIDER),
    /** An error event was written amid the stream of a 200, and the stream ended. */
    ERROR_EVENT(Cause.PROVIDER),
    /** Bytes that are not HTTP were written, and the connection was closed. */
    GARBAGE(Cause.PROVIDER),
    /** The body of a 200 was bytes that are not events. */
    GARBAGE_EVENTS(Cause.PROVIDER),
    /** A stream with its proper end and not one token. */
    EMPTY(Cause.PROVIDER),
    /** The whole answer as one JSON document, though a stream was asked for. */
    UNSTREAMED(Cause.PROVIDER),
    /** A token every so often, without end, until the client left. */
    SLOW_DRIP(Cause.CLIENT),
    /** Tokens without end, as fast as the client took them, until it left. */
    ENDLESS(Cause.CLIENT),
    /** One event whose line had no end, as fast as the client took it, until it left. */
    GIANT_LINE(Cause.CLIENT),
    /** The connection had served a request before and was closed at this one. The first request of a connection is served. */
    STALE(Cause.PROVIDER),
    /** The client left before the end that was meant for it. */
    CLIENT_LEFT(Cause.NO_FAULT);

    private enum Cause {
        NO_FAULT,
        /** The fault comes to its end by itself. */
        PROVIDER,
        /** The fault lasts until the client has had enough. */
        CLIENT
    }

    private final Cause cause;

    Ending(Cause cause) {
        this.cause = cause;
    }

    boolean fault() {
        return cause != Cause.NO_FAULT;
    }

    /** Whether it is for the client to end what was meant for it. */
    boolean lastsUntilClientLeaves() {
        return cause == Cause.CLIENT;
    }
}
