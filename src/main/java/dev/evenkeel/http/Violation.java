package dev.evenkeel.http;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field as the client wrote it, such as {@code targets[0].provider}
 * @param message what was expected
 */
public record Violation(String field, String message) {}
