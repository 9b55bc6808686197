package dev.evenkeel.measurement;

/** Which of a probe's time limits ran out. */
public enum TimeoutPhase {
    /** Name resolution, TCP and TLS. */
    CONNECT,
    /** From {@code start} to the first token. */
    FIRST_TOKEN,
    /** Between two successive reads after the first token. */
    STALL,
    /** The whole probe. */
    TOTAL
}
