package dev.evenkeel.simulator;

/** How a simulated request ended. */
public enum Ending {
    /** All tokens and the stream's proper end were written. */
    COMPLETED,
    /** Answered with 429. */
    RATE_LIMITED,
    /** Answered with 500. */
    SERVER_ERROR,
    /** The response head was written and nothing after it, until the client left. */
    STALLED,
    /** The connection was closed amid the stream. */
    CUT,
    /** The client left before the end that was meant for it. */
    CLIENT_LEFT
}
