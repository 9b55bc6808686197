package dev.evenkeel.probe;

import java.util.concurrent.TimeUnit;

/** How far a time may be off for a sample to be vouched for, as METRICS.md, section 4, has it. */
final class ErrorBound {
    private static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SHARE = 50;

    private ErrorBound() {}

    /** The larger of 1 ms and 2 % of the sample's time to first token, in nanoseconds. */
    static long ofNanos(long ttftNs) {
        return Math.max(LEAST_NS, ttftNs / SHARE);
    }
}
