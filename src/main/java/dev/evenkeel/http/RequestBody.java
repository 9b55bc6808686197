package dev.evenkeel.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client sent, or did not. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * Gives the body back.
     *
     * @throws ProblemException 422 if there was none, or it was {@code null}
     */
    public static <T> T require(@Nullable T body) {
        if (body == null) {
            throw ProblemException.invalid(List.of(new Violation(JsonPath.ROOT, "must be an object")));
        }
        return body;
    }
}
