package dev.evenkeel.http;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values of a client's document. Whatever is wrong is noted and a valid value is given in its
 * place, so that reading goes on and finds what else is wrong. Not thread-safe.
 */
public record FieldReader(Violations violations) {

    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    /** Text of 1 to {@code maxLength} characters, none of them a control character. */
    public String text(@Nullable String value, String field, int maxLength) {
        if (value == null || value.isBlank()) {
            violations.add(field, "is required");
            return "";
        }
        boolean clean = value.chars().noneMatch(Character::isISOControl);
        violations.addUnless(clean, field, "must not contain control characters");
        violations.addUnless(value.length() <= maxLength, field, "must have at most " + maxLength + " characters");
        return value;
    }

    /** An ISO-8601 duration of whole milliseconds in {@code [min, max]}; absent = {@code defaultValue}. */
    public Duration duration(@Nullable String value, String field, Duration defaultValue, Duration min, Duration max) {
        Duration read = value == null ? null : optionalDuration(value, field, min, max);
        return read == null ? defaultValue : read;
    }

    /** The same; null where it is absent or wrong. */
    public @Nullable Duration optionalDuration(@Nullable String value, String field, Duration min, Duration max) {
        Duration read = value == null ? null : parse(value, field);
        if (read == null) {
            return null;
        }
        if (read.compareTo(min) < 0 || read.compareTo(max) > 0) {
            violations.add(field, "must be from " + min + " to " + max);
            return null;
        }
        if (!read.equals(Duration.ofMillis(read.toMillis()))) {
            violations.add(field, "must be in whole milliseconds");
            return null;
        }
        return read;
    }

    /** An ISO-8601 instant, with an offset or in UTC, of the years that the store can hold; null where it is absent or wrong. */
    public @Nullable Instant instant(@Nullable String value, String field) {
        if (value == null) {
            return null;
        }
        try {
            Instant read = Instant.parse(value);
            boolean sane = !read.isBefore(Instant.EPOCH) && read.isBefore(END_OF_TIME);
            violations.addUnless(sane, field, "must be in the years 1970 to 9998");
            return sane ? read : null;
        } catch (DateTimeParseException e) {
            violations.add(field, "must be an ISO-8601 instant such as 2026-12-01T00:00:00Z");
            return null;
        }
    }

    /**
     * The one that a key names; null where it is absent or names none.
     *
     * @param known all that there are
     * @param keyOf how clients call each
     */
    public <T> @Nullable T oneOf(@Nullable String key, String field, T[] known, Function<T, String> keyOf) {
        if (key == null) {
            return null;
        }
        for (T candidate : known) {
            if (keyOf.apply(candidate).equals(key)) {
                return candidate;
            }
        }
        List<String> keys = Arrays.stream(known).map(keyOf).toList();
        String expected = keys.size() == 2 ? String.join(" or ", keys) : "one of " + String.join(", ", keys);
        violations.add(field, "must be " + expected);
        return null;
    }

    /** A whole number in {@code [min, max]}; absent or wrong = {@code defaultValue}. */
    public int integer(@Nullable Integer value, String field, int defaultValue, int min, int max) {
        if (value == null || (value >= min && value <= max)) {
            return value == null ? defaultValue : value;
        }
        violations.add(field, "must be from " + min + " to " + max);
        return defaultValue;
    }

    /** A number in {@code [min, max]}; absent or wrong = {@code defaultValue}. */
    public double number(@Nullable Double value, String field, double defaultValue, double min, double max) {
        if (value == null || (value >= min && value <= max)) {
            return value == null ? defaultValue : value;
        }
        violations.add(field, "must be from " + min + " to " + max);
        return defaultValue;
    }

    /**
     * What a client wants merged into the body of a probe's request.
     *
     * @param reserved fields that it may not set
     * @return false if it has numbers that can't be written out, so that it must not be written at all
     */
    public boolean overrides(Map<String, @Nullable Object> request, String field, Set<String> reserved, int maxBytes) {
        for (String name : new TreeSet<>(reserved)) {
            violations.addUnless(
                    !request.containsKey(name), field + "." + name, "may not be set: the probe sets it itself");
        }
        if (!CanonicalJson.isBounded(request)) {
            violations.add(field, "must not have numbers of more than " + CanonicalJson.MAX_SCALE + " places");
            return false;
        }
        violations.addUnless(
                CanonicalJson.bytesOf(request) <= maxBytes, field, "must have at most " + maxBytes + " bytes");
        return true;
    }

    /** Refuses a field that does not belong to the kind that was chosen. */
    public void notWith(@Nullable Object value, String field, String kind) {
        violations.addUnless(value == null, field, "does not go with " + kind);
    }

    private @Nullable Duration parse(String value, String field) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            violations.add(field, "must be an ISO-8601 duration such as PT5M");
            return null;
        }
    }
}
