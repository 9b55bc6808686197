package dev.evenkeel.campaign;

import java.util.EnumSet;
import java.util.Set;

/** How far a run is. */
enum RunState {
    /** None of its rounds has been planned. */
    PLANNED,
    /** Rounds are being probed, or their samples are awaited. */
    RUNNING,
    /** Every sample that was expected has come. */
    COMPLETED,
    /** Its deadline passed with samples missing. */
    INCOMPLETE,
    /** It was called off. */
    CANCELLED;

    static final Set<RunState> OPEN = Set.copyOf(EnumSet.of(PLANNED, RUNNING));
}
