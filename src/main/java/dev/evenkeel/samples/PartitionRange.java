package dev.evenkeel.samples;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The days, both included, for which the table of samples has partitions. Days are UTC. */
record PartitionRange(LocalDate oldest, LocalDate newest) {
    PartitionRange {
        if (newest.isBefore(oldest)) {
            throw new IllegalArgumentException("newest must not be before oldest");
        }
    }

    /** The start of the oldest day. */
    Instant startsAt() {
        return startOf(oldest);
    }

    boolean tooOld(Instant scheduledAt) {
        return scheduledAt.isBefore(startOf(oldest));
    }

    boolean tooNew(Instant scheduledAt) {
        return !scheduledAt.isBefore(startOf(newest.plusDays(1)));
    }

    /** Days become instants and not the other way round: there are instants that no day can hold. */
    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
