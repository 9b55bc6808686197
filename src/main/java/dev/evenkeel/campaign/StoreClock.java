package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** The clock that decides what is due: one for all replicas, whatever each one's own clock says. */
interface StoreClock {
    /** Now, in microseconds. */
    Uni<Instant> now();
}
