package dev.evenkeel.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next cursor of the page that follows; absent on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** What a list gives unless asked otherwise. */
    public static final int DEFAULT_LIMIT = 100;

    public static final int MAX_LIMIT = 1000;

    public Page {
        items = List.copyOf(items);
    }
}
