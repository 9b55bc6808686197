package dev.evenkeel.campaign;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run without its plan, which is large and which readers don't need. */
record RunRow(
        UUID id,
        String campaign,
        RunTrigger trigger,
        Instant scheduledAt,
        Instant fireAt,
        int specVersion,
        RunState state,
        int rounds,
        int publishedRounds,
        int expected,
        Instant deadline,
        @Nullable Instant finishedAt) {
    /** Whether nothing is left to be published. */
    boolean isOut() {
        return publishedRounds == rounds;
    }
}
