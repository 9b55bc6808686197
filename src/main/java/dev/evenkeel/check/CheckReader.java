package dev.evenkeel.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.check.CheckDocument.CheckTimeoutsDocument;
import dev.evenkeel.http.CanonicalJson;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ProbeTimeouts;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Set<String> OURS = new TreeSet<>(Set.of("model", "messages", "stream", "stream_options"));
    private static final CheckTimeoutsDocument ALL_DEFAULTS = new CheckTimeoutsDocument(null, null, null);

    private final ObjectMapper json;

    CheckReader(ObjectMapper json) {
        this.json = json;
    }

    /** @throws dev.evenkeel.http.ProblemException 422 with everything that is wrong with it */
    Check read(CheckDocument document) {
        Violations violations = new Violations();
        String model = model(document.model(), violations);
        Map<String, @Nullable Object> request = document.request() == null ? Map.of() : document.request();
        request(request, violations);
        int tokens = document.maxOutputTokens() == null ? DEFAULT_OUTPUT_TOKENS : document.maxOutputTokens();
        violations.addUnless(
                tokens >= 1 && tokens <= MAX_OUTPUT_TOKENS,
                "maxOutputTokens",
                "must be from 1 to " + MAX_OUTPUT_TOKENS);
        ProbeTimeouts timeouts = timeouts(document.timeouts(), violations);
        violations.throwIfAny();
        return new Check(model, request, tokens, timeouts);
    }

    private static String model(@Nullable String model, Violations violations) {
        if (model == null || model.isBlank()) {
            violations.add("model", "is required");
            return "";
        }
        violations
                .addUnless(
                        model.length() <= MAX_MODEL_LENGTH,
                        "model",
                        "must have at most " + MAX_MODEL_LENGTH + " characters")
                .addUnless(
                        model.chars().noneMatch(Character::isISOControl),
                        "model",
                        "must not contain control characters");
        return model;
    }

    private void request(Map<String, @Nullable Object> request, Violations violations) {
        for (String name : OURS) {
            violations.addUnless(
                    !request.containsKey(name), "request." + name, "may not be set: the probe sets it itself");
        }
        if (!CanonicalJson.isBounded(request)) {
            violations.add("request", "must not have numbers of more than " + CanonicalJson.MAX_SCALE + " places");
            return;
        }
        violations.addUnless(
                bytesOf(request) <= MAX_REQUEST_BYTES, "request", "must have at most " + MAX_REQUEST_BYTES + " bytes");
    }

    private int bytesOf(Map<String, @Nullable Object> request) {
        try {
            return json.writeValueAsBytes(request).length;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("what was read as JSON can't be written", e);
        }
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
