package dev.evenkeel.probe;

import java.util.concurrent.TimeUnit;

/**
 * One question to the control endpoint, and when that really read it and really answered. Written by the endpoint's
 * thread, read by a prober's.
 */
final class ControlCall {
    private final String id;
    private final long latencyNs;
    private volatile long askedAt;
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

    /** @param at the read that brought the request, as a {@code System.nanoTime()} value */
    void asked(long at) {
        askedAt = at;
    }

    /** @param at just before the first token is written, as a {@code System.nanoTime()} value */
    void speaks(long at) {
        spokeAt = at;
    }

    /** The time to first token as it was at the endpoint, in nanoseconds; meaningful once an answer has come. */
    long trueTtftNs() {
        return spokeAt - askedAt;
    }

    @Override
    public String toString() {
        return "control call " + id + " of " + TimeUnit.NANOSECONDS.toMillis(latencyNs) + " ms";
    }
}
