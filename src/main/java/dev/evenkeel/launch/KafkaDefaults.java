package dev.evenkeel.launch;

import java.util.Map;

/** What follows from how Kafka's clients are set up unless it is set itself. */
final class KafkaDefaults {
    private static final String REQUEST_TIMEOUT = "kafka.request.timeout.ms";
    private static final String ANSWER_TIMEOUT = "kafka.default.api.timeout.ms";
    private static final long FIVE_SECONDS = 5_000;

    private KafkaDefaults() {}

    /** Readiness must not take the minute for which a client asks a broker that is away; no less than one request may take. */
    static Map<String, String> of(Settings settings) {
        long request =
                settings.value(REQUEST_TIMEOUT).map(KafkaDefaults::millis).orElse(FIVE_SECONDS);
        return settings.isSet(ANSWER_TIMEOUT)
                ? Map.of()
                : Map.of(ANSWER_TIMEOUT, Long.toString(Math.max(request, FIVE_SECONDS)));
    }

    private static long millis(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new StartRefusedException(REQUEST_TIMEOUT + ": \"" + value + "\" must be a number of milliseconds");
        }
    }
}
