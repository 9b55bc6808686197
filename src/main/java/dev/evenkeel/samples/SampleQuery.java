package dev.evenkeel.samples;

import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.Violations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which samples of a campaign a client wants, newest first.
 *
 * @param from only those scheduled at or after it; absent = no bound
 * @param to only those scheduled before it; absent = no bound
 * @param provider only those of targets at that provider; absent = of all
 * @param run only those of that run; absent = of all
 * @param after where the page before ended; absent = from the newest
 */
record SampleQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String provider,
        @Nullable UUID run,
        PageRequest page,
        @Nullable Position after) {
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    /** Samples are ordered by time, and by id within one instant. */
    record Position(Instant scheduledAt, UUID id) {
        Cursor cursor() {
            return Cursor.of(scheduledAt.toString(), id.toString());
        }

        private static Position of(Cursor cursor) {
            try {
                Instant scheduledAt = Instant.parse(cursor.key().get(0));
                if (!isStorable(scheduledAt)) {
                    throw PageRequest.badCursor();
                }
                return new Position(scheduledAt, UUID.fromString(cursor.key().get(1)));
            } catch (DateTimeParseException | IllegalArgumentException e) {
                throw PageRequest.badCursor();
            }
        }
    }

    /** The query parameters as they came. */
    record Parameters(
            @Nullable String from,
            @Nullable String to,
            @Nullable String provider,
            @Nullable String run,
            @Nullable String limit,
            @Nullable String cursor) {}

    /**
     * Reads the query parameters.
     *
     * @throws dev.evenkeel.http.ProblemException 422 naming each that is invalid
     */
    static SampleQuery of(Parameters parameters) {
        Violations violations = new Violations();
        Instant from = instant(parameters.from(), "from", violations);
        Instant to = instant(parameters.to(), "to", violations);
        UUID run = uuid(parameters.run(), violations);
        violations.throwIfAny();
        PageRequest page = PageRequest.of(parameters.limit(), parameters.cursor(), 2);
        Cursor after = page.after();
        return new SampleQuery(from, to, parameters.provider(), run, page, after == null ? null : Position.of(after));
    }

    private static @Nullable Instant instant(@Nullable String text, String field, Violations violations) {
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            if (instant == null || isStorable(instant)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // told below, like a time that no sample can have
        }
        violations.add(field, "must be a time such as 2026-03-01T12:00:00Z, from 1970 to 9999");
        return null;
    }

    private static boolean isStorable(Instant instant) {
        return !instant.isBefore(Instant.EPOCH) && instant.isBefore(END_OF_TIME);
    }

    private static @Nullable UUID uuid(@Nullable String text, Violations violations) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            violations.add("run", "must be the id of a run");
            return null;
        }
    }
}
