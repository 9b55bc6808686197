package dev.evenkeel.check;

import dev.evenkeel.check.CheckDocument.CheckTimeoutsDocument;
import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a check of the client's document: short and cheap unless told otherwise, and bounded in time in any case. */
@Singleton
final class CheckReader {
    private static final int MAX_MODEL_LENGTH = 200;
    private static final int MAX_REQUEST_BYTES = 4 * 1024;
    private static final int DEFAULT_OUTPUT_TOKENS = 16;
    private static final int MAX_OUTPUT_TOKENS = 256;
    private static final Duration DEFAULT_FIRST_TOKEN = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final CheckTimeoutsDocument ALL_DEFAULTS = new CheckTimeoutsDocument(null, null, null);

    /** @throws dev.evenkeel.http.ProblemException 422 with everything that is wrong with it */
    Check read(CheckDocument document) {
        Violations violations = new Violations();
        FieldReader fields = new FieldReader(violations);
        String model = fields.text(document.model(), "model", MAX_MODEL_LENGTH);
        Map<String, @Nullable Object> request = document.request() == null ? Map.of() : document.request();
        fields.overrides(request, "request", ProbeTarget.RESERVED_FIELDS, MAX_REQUEST_BYTES);
        int tokens = fields.integer(
                document.maxOutputTokens(), "maxOutputTokens", DEFAULT_OUTPUT_TOKENS, 1, MAX_OUTPUT_TOKENS);
        ConnectionArm connection =
                fields.oneOf(document.connection(), "connection", ConnectionArm.values(), ConnectionArm::key);
        ProbeTimeouts timeouts = timeouts(document.timeouts(), violations);
        violations.throwIfAny();
        return new Check(model, request, tokens, connection == null ? ConnectionArm.REUSE : connection, timeouts);
    }

    private static ProbeTimeouts timeouts(@Nullable CheckTimeoutsDocument given, Violations violations) {
        CheckTimeoutsDocument timeouts = given == null ? ALL_DEFAULTS : given;
        Duration connect = timeout(timeouts.connect(), "connect", 5, 15, violations);
        Duration total = timeout(timeouts.total(), "total", 60, 120, violations);
        Duration firstToken = timeouts.firstToken() == null && total.compareTo(DEFAULT_FIRST_TOKEN) < 0
                ? total
                : timeout(timeouts.firstToken(), "firstToken", 30, 60, violations);
        return new ProbeTimeouts(connect, firstToken, firstToken, total);
    }

    private static Duration timeout(
            @Nullable String text, String name, int defaultSeconds, int maxSeconds, Violations violations) {
        Duration ifAbsent = Duration.ofSeconds(defaultSeconds);
        Duration longest = Duration.ofSeconds(maxSeconds);
        try {
            Duration timeout = text == null ? ifAbsent : Duration.parse(text);
            if (timeout.compareTo(SHORTEST) >= 0 && timeout.compareTo(longest) <= 0) {
                return timeout;
            }
        } catch (DateTimeParseException e) {
            // told below, like one that is out of bounds
        }
        violations.add("timeouts." + name, "must be an ISO-8601 duration from " + SHORTEST + " to " + longest);
        return ifAbsent;
    }
}
