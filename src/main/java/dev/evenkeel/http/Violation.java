package dev.evenkeel.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field as the client wrote it, such as {@code targets[0].provider}
 * @param message what was expected
 */
@Schema(description = "One thing that is wrong with a request.")
public record Violation(
        @Schema(
                description = "The field, as a path in the body, or the parameter.",
                required = true,
                examples = "baseUrl")
        String field,

        @Schema(description = "What was expected.", required = true, examples = "is required")
        String message) {}
