package dev.evenkeel.samples;

import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Vantage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameters as they came. */
record SampleParameters(
        @Nullable String from,
        @Nullable String to,
        @Nullable String provider,
        @Nullable String run,
        @Nullable String specVersion,
        @Nullable String connection,
        @Nullable String vantage,
        @Nullable String limit,
        @Nullable String cursor) {
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String NOT_OF_A_STREAM =
            "belongs to pages of application/json; a stream has all samples that from, to, provider, run,"
                    + " specVersion, connection and vantage let through";

    /**
     * Reads them as those of a page.
     *
     * @throws dev.evenkeel.http.ProblemException 422 naming each that is invalid
     */
    SampleQuery page() {
        Violations violations = new Violations();
        SampleFilter filter = filter(violations);
        violations.throwIfAny();
        return SampleQuery.of(filter, PageRequest.of(limit, cursor, SampleQuery.CURSOR_PARTS));
    }

    /**
     * Reads them as those of a stream, which knows no pages.
     *
     * @throws dev.evenkeel.http.ProblemException 422 naming each that is invalid
     */
    SampleFilter stream() {
        Violations violations = new Violations();
        SampleFilter filter = filter(violations);
        violations
                .addUnless(limit == null, "limit", NOT_OF_A_STREAM)
                .addUnless(cursor == null, "cursor", NOT_OF_A_STREAM)
                .throwIfAny();
        return filter;
    }

    private SampleFilter filter(Violations violations) {
        Instant first = instant(from, "from", violations);
        Instant end = instant(to, "to", violations);
        violations
                .addUnless(first == null || end == null || !end.isBefore(first), "to", "must not be before from")
                .addUnless(
                        provider == null || ResourceName.isValid(provider),
                        "provider",
                        "must match " + ResourceName.REGEX)
                .addUnless(
                        specVersion == null || VERSION.matcher(specVersion).matches(),
                        "specVersion",
                        "must be a whole number from 1 to 999999999")
                .addUnless(vantage == null || Vantage.isValid(vantage), "vantage", Vantage.EXPECTED);
        UUID ofRun = uuid(run, violations);
        ConnectionArm onConnection =
                new FieldReader(violations).oneOf(connection, "connection", ConnectionArm.values(), ConnectionArm::key);
        return violations.isEmpty()
                ? new SampleFilter(
                        first,
                        end,
                        provider,
                        ofRun,
                        specVersion == null ? null : Integer.valueOf(specVersion),
                        onConnection,
                        vantage)
                : new SampleFilter(null, null, null, null, null, null, null);
    }

    private static @Nullable Instant instant(@Nullable String text, String field, Violations violations) {
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            if (instant == null || SampleQuery.isStorable(instant)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // told below, like a time that no sample can have
        }
        violations.add(field, "must be a time such as 2026-03-01T12:00:00Z, from 1970 to 9999");
        return null;
    }

    private static @Nullable UUID uuid(@Nullable String text, Violations violations) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            violations.add("run", "must be the id of a run");
            return null;
        }
    }
}
