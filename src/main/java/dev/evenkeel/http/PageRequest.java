package dev.evenkeel.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a client wants.
 *
 * @param limit how many items at most, 1 to {@link Page#MAX_LIMIT}
 * @param after the last item that the client has; absent = from the start
 */
public record PageRequest(int limit, @Nullable Cursor after) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final String BAD_CURSOR = "must be the next of a page of this list";

    public PageRequest {
        if (limit < 1 || limit > Page.MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + Page.MAX_LIMIT);
        }
    }

    /**
     * Reads the query parameters {@code limit} and {@code cursor}.
     *
     * @param parts how many parts the list's sort key has
     * @throws ProblemException 422 naming each of the two that is invalid
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor, int parts) {
        Violations violations = new Violations();
        int number = limit == null ? Page.DEFAULT_LIMIT : number(limit);
        Optional<Cursor> after = cursor == null ? Optional.empty() : Cursor.decode(cursor, parts);
        violations
                .addUnless(number >= 1 && number <= Page.MAX_LIMIT, "limit", "must be 1 to " + Page.MAX_LIMIT)
                .addUnless(cursor == null || after.isPresent(), "cursor", BAD_CURSOR)
                .throwIfAny();
        return new PageRequest(number, after.orElse(null));
    }

    /** For a cursor whose key's parts are not what the list sorts by. */
    public static ProblemException badCursor() {
        return ProblemException.invalid(List.of(new Violation("cursor", BAD_CURSOR)));
    }

    /** How many rows to fetch: one more than the page holds, which tells whether another follows. */
    public int fetchLimit() {
        return limit + 1;
    }

    /** Makes a page of up to {@link #fetchLimit} rows. */
    public <T> Page<T> page(List<T> fetched, Function<T, Cursor> keyOf) {
        if (fetched.size() <= limit) {
            return new Page<>(fetched, null);
        }
        List<T> items = fetched.subList(0, limit);
        return new Page<>(items, keyOf.apply(items.get(limit - 1)).encoded());
    }

    private static int number(String text) {
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }
}
