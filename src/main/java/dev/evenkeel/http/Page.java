package dev.evenkeel.http;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next cursor of the page that follows; absent on the last one
 */
@Schema(description = "One page of a list.")
public record Page<T>(
        @Schema(description = "The items, in the list's order.", required = true)
        List<T> items,

        @Schema(description = "Cursor of the page that follows; absent on the last one.") @Nullable
        String next) {
    /** What a list gives unless asked otherwise. */
    public static final int DEFAULT_LIMIT = 100;

    public static final int MAX_LIMIT = 1000;

    public Page {
        items = List.copyOf(items);
    }

    /** The same page of what is made of its items. */
    public <R> Page<R> map(Function<? super T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}
