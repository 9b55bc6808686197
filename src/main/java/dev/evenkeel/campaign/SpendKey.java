package dev.evenkeel.campaign;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.UUID;

/** A campaign's day of UTC. In the order in which locks are taken. */
record SpendKey(UUID campaignId, LocalDate day) implements Serializable, Comparable<SpendKey> {
    private static final Comparator<SpendKey> ORDER =
            Comparator.comparing(SpendKey::campaignId).thenComparing(SpendKey::day);

    static SpendKey at(UUID campaignId, Instant instant) {
        return new SpendKey(campaignId, dayOf(instant));
    }

    static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public int compareTo(SpendKey other) {
        return ORDER.compare(this, other);
    }
}
