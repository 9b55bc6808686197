package dev.evenkeel.probe;

/**
 * One question to the control endpoint, and when that really answered. Written by the endpoint's thread, read by a
 * prober's.
 */
final class ControlCall {
    private final String id;
    private final long latencyNs;
    private volatile long spokeAt;

    /** @param latencyNs from the request's arrival to the first token */
    ControlCall(String id, long latencyNs) {
        this.id = id;
        this.latencyNs = latencyNs;
    }

    String id() {
        return id;
    }

    long latencyNs() {
        return latencyNs;
    }

    /** @param at just before the first token is written, as a {@code System.nanoTime()} value */
    void speaks(long at) {
        spokeAt = at;
    }

    /** Just before the first token was written, as a {@code System.nanoTime()} value; meaningful once an answer has come. */
    long spokeAt() {
        return spokeAt;
    }
}
