package dev.evenkeel.probe;

import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import java.time.Duration;

/**
 * One probe to be made.
 *
 * @param scheduled the round's instant of firing as a {@code System.nanoTime()} value
 */
record ProbeOrder(RoundRequest round, ProbeTarget target, ProbeRequest request, long scheduled) {
    /** When it is too late to start it honestly, as a {@code System.nanoTime()} value. */
    long expires() {
        return scheduled + Duration.between(round.fireAt(), round.expiresAt()).toNanos();
    }
}
