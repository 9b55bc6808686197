package dev.evenkeel.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that can't be served, as the client is to be told it. Its detail never holds a secret. */
public final class ProblemException extends RuntimeException {
    private final int status;
    private final String title;
    private final List<Violation> violations;
    private final @Nullable Duration retryAfter;

    private ProblemException(
            int status, String title, String detail, List<Violation> violations, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    /** 400: the request is not what HTTP or JSON want. */
    public static ProblemException malformed(String detail) {
        return new ProblemException(400, "Malformed request", detail, List.of(), null);
    }

    /** 404: {@code kind} is a noun such as {@code campaign}. */
    public static ProblemException notFound(String kind, String name) {
        return new ProblemException(404, "Not found", "no such " + kind + ": " + name, List.of(), null);
    }

    /** 409: the request is valid and contradicts what is stored. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(409, "Conflict", detail, List.of(), null);
    }

    /** 412: what the client wants to hold of the resource does not hold. */
    public static ProblemException preconditionFailed(String detail) {
        return new ProblemException(412, "Precondition failed", detail, List.of(), null);
    }

    /** 429: a limit of our own is reached. */
    public static ProblemException limited(String detail, Duration retryAfter) {
        return new ProblemException(429, "Too many requests", detail, List.of(), retryAfter);
    }

    /** 422: well-formed and invalid. */
    public static ProblemException invalid(List<Violation> violations) {
        String detail = violations.size() == 1 ? "1 field is invalid" : violations.size() + " fields are invalid";
        return new ProblemException(422, "Invalid request", detail, violations, null);
    }

    /** 503: the store or the broker is away. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(503, "Temporarily unavailable", detail, List.of(), retryAfter);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public List<Violation> violations() {
        return violations;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
