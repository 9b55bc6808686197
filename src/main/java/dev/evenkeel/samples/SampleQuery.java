package dev.evenkeel.samples;

import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.measurement.Sample;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a campaign's samples a client wants, newest first.
 *
 * @param after where the page before ended; absent = from the newest
 */
record SampleQuery(
        SampleFilter filter, PageRequest page, @Nullable Position after) {
    static final int CURSOR_PARTS = 2;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    /** Samples are ordered by time, and by id within one instant. */
    record Position(Instant scheduledAt, UUID id) {
        static Position of(Sample sample) {
            return new Position(sample.scheduledAt(), sample.id());
        }

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

    /** @throws dev.evenkeel.http.ProblemException 422 if the cursor is none of this list */
    static SampleQuery of(SampleFilter filter, PageRequest page) {
        Cursor after = page.after();
        return new SampleQuery(filter, page, after == null ? null : Position.of(after));
    }

    static boolean isStorable(Instant instant) {
        return !instant.isBefore(Instant.EPOCH) && instant.isBefore(END_OF_TIME);
    }
}
