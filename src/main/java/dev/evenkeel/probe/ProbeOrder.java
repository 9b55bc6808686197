package dev.evenkeel.probe;

import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import java.time.Duration;

/**
 * One probe to be made.
 *
 * @param scheduled the round's instant of firing as a {@code System.nanoTime()} value
 * @param queuedNs how long it has waited so far for our own limits
 */
record ProbeOrder(
        RoundRequest round,
        ProbeTarget target,
        ConnectionArm arm,
        ProbeRequest request,
        long scheduled,
        long queuedNs) {
    /** When it is too late to start it honestly, as a {@code System.nanoTime()} value. */
    long expires() {
        return scheduled + Duration.between(round.fireAt(), round.expiresAt()).toNanos();
    }

    ProbeOrder waitedFor(long ns) {
        return new ProbeOrder(round, target, arm, request, scheduled, queuedNs + ns);
    }
}
