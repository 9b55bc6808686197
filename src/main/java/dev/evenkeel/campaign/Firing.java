package dev.evenkeel.campaign;

import java.time.Instant;

/**
 * One firing of a schedule.
 *
 * @param nominal when the schedule says so: what identifies the firing
 * @param fireAt the same with its jitter: when the run's first round is asked
 */
record Firing(Instant nominal, Instant fireAt) {
    Firing {
        if (fireAt.isBefore(nominal)) {
            throw new IllegalArgumentException("fireAt must not be before nominal");
        }
    }
}
