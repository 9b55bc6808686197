package dev.evenkeel.campaign;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Spreads a campaign's firings, always the same way: the campaign and the nominal instant decide. */
record Jitter(UUID campaignId) {
    /** A whole number of microseconds in {@code [0, most]}, uniformly distributed over nominal instants. */
    Duration of(Instant nominal, Duration most) {
        long choices = most.toNanos() / 1_000 + 1;
        UUID hash = UUID.nameUUIDFromBytes(ByteBuffer.allocate(28)
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .putLong(nominal.getEpochSecond())
                .putInt(nominal.getNano())
                .array());
        return Duration.of(Math.floorMod(hash.getMostSignificantBits() >> 16, choices), ChronoUnit.MICROS);
    }
}
