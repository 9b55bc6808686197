package dev.evenkeel.simulator;

import java.time.Duration;

/**
 * How fast a provider serves one model, before the simulator's time scale.
 *
 * @param ttft from the request's last byte to the first token
 * @param tokenGap mean time between two tokens; single gaps lie within a fifth of it
 */
public record LatencyProfile(QuantileTable ttft, Duration tokenGap) {
    /** Draws that together have exactly the statistics of the table. */
    static final int DECK_SIZE = 200;

    public LatencyProfile {
        if (tokenGap.isNegative() || tokenGap.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("tokenGap must be between nothing and a minute");
        }
    }
}
