package dev.evenkeel.rollup;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;

/** What is kept of one target for the stretch of time that starts at an instant; as bytes, until it is asked for. */
public record TargetRollup(UUID targetId, Instant startsAt, Buffer summary) {
    /** Decodes it, each time. */
    public Rollup rollup() {
        return Rollup.of(summary.getBytes());
    }
}
