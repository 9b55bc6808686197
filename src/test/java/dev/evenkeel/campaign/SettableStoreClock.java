package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** A clock that moves when told to. */
@Alternative
@Singleton
class SettableStoreClock implements StoreClock {
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Override
    public Uni<Instant> now() {
        return Uni.createFrom().item(() -> now);
    }

    Instant read() {
        return now;
    }

    void set(String instant) {
        now = Instant.parse(instant);
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
