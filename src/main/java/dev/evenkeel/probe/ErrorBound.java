package dev.evenkeel.probe;

import java.time.Duration;

/** How far a time may be off for a sample to be vouched for, as METRICS.md, section 4, has it. */
final class ErrorBound {
    private static final long SHARE = 50;

    private final long leastNs;

    /** @param least the bound of samples for which 2 % of their time to first token is less */
    ErrorBound(Duration least) {
        this.leastNs = least.toNanos();
    }

    /**
     * Whether an error, either way, is more than the larger of the least bound and 2 % of the sample's time to first
     * token. All in nanoseconds.
     */
    boolean exceededBy(long errorNs, long ttftNs) {
        return Math.abs(errorNs) > Math.max(leastNs, ttftNs / SHARE);
    }
}
