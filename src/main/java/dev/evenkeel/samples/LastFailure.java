package dev.evenkeel.samples;

import dev.evenkeel.measurement.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The latest of a target's samples that was not OK.
 *
 * @param httpStatus absent where no response head came
 * @param error what went wrong, in our words
 */
public record LastFailure(
        UUID targetId,
        Outcome outcome,
        @Nullable Integer httpStatus,
        @Nullable String error,
        Instant scheduledAt) {}
