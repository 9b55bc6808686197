package dev.evenkeel.campaign;

import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/** Where a run stands in the list of its campaign's runs. */
record RunKey(Instant scheduledAt, UUID id) {
    /** Before the newest run that can be. */
    static final RunKey BEFORE_ALL = new RunKey(Instant.parse("9999-01-01T00:00:00Z"), new UUID(0, 0));

    Cursor cursor() {
        return Cursor.of(scheduledAt.toString(), id.toString());
    }

    /** @throws ProblemException 422 if the cursor is that of another list */
    static RunKey of(Cursor cursor) {
        try {
            RunKey key = new RunKey(
                    Instant.parse(cursor.key().get(0)),
                    UUID.fromString(cursor.key().get(1)));
            if (key.scheduledAt.isAfter(BEFORE_ALL.scheduledAt) || key.scheduledAt.isBefore(Instant.EPOCH)) {
                throw PageRequest.badCursor();
            }
            return key;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw PageRequest.badCursor();
        }
    }
}
