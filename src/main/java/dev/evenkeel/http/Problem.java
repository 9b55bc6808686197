package dev.evenkeel.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error answer, by RFC 9457.
 *
 * @param type a stable URN that names the kind of problem
 * @param instance path of the request that went wrong
 * @param violations absent unless fields of the request are invalid
 */
@Schema(description = "What went wrong, by RFC 9457 (application/problem+json).")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        @Schema(description = "Names the kind of problem.", examples = "urn:evenkeel:problem:invalid-request")
        String type,

        @Schema(description = "The kind of problem in words.", examples = "Invalid request")
        String title,

        @Schema(description = "The HTTP status code.", examples = "422")
        int status,

        @Schema(description = "What went wrong this time.", examples = "1 field is invalid")
        String detail,

        @Schema(description = "Path of the request.", examples = "/api/v1/providers/example")
        String instance,

        @Schema(description = "All that is wrong with the request's fields; absent where it is not about fields.")
        @Nullable
        List<Violation> violations) {
    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        violations = violations == null ? null : List.copyOf(violations);
    }

    static Problem of(ProblemException e, String instance) {
        String detail = e.getMessage() == null ? e.title() : e.getMessage();
        List<Violation> violations = e.violations().isEmpty() ? null : e.violations();
        return new Problem(typeOf(e.title()), e.title(), e.status(), detail, instance, violations);
    }

    static Problem of(int status, String title, String detail, String instance) {
        return new Problem(typeOf(title), title, status, detail, instance, null);
    }

    private static String typeOf(String title) {
        return "urn:evenkeel:problem:" + title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
