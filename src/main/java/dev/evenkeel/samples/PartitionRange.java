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

    boolean tooOld(Instant scheduledAt) {
        return dayOf(scheduledAt).isBefore(oldest);
    }

    boolean tooNew(Instant scheduledAt) {
        return dayOf(scheduledAt).isAfter(newest);
    }

    private static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
