package dev.evenkeel.http;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A failure and what caused it. */
final class Causes {
    private static final int MAX_DEPTH = 20;

    private Causes() {}

    /** Outermost first. Bounded, as a chain may be a ring. */
    static Stream<Throwable> of(@Nullable Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, e -> e == null ? null : e.getCause())
                .limit(MAX_DEPTH)
                .map(Objects::requireNonNull);
    }
}
