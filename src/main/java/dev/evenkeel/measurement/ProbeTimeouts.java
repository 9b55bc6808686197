package dev.evenkeel.measurement;

import java.time.Duration;

/**
 * How long each phase of a probe may take. All positive.
 *
 * @param connect name resolution, TCP and TLS together
 * @param firstToken from {@code start} to the first token
 * @param stall between two successive reads after the first token
 * @param total from {@code start} to the end
 */
public record ProbeTimeouts(Duration connect, Duration firstToken, Duration stall, Duration total) {
    public ProbeTimeouts {
        requirePositive(connect, "connect");
        requirePositive(firstToken, "firstToken");
        requirePositive(stall, "stall");
        requirePositive(total, "total");
    }

    private static void requirePositive(Duration value, String name) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
