package dev.evenkeel.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded stores can't start or can't stop; the message says to the operator what is wrong and where to look. */
public final class EmbeddedStoresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedStoresException(String message) {
        this(message, null);
    }

    EmbeddedStoresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
