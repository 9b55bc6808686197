package dev.evenkeel.pipeline;

import java.util.List;

/** The topics by name. Each has a dead-letter topic beside it. */
final class Topics {
    /** One message per round, keyed by run. */
    static final String PROBE_REQUESTS = "evenkeel.probe-requests";

    /** One message per sample, keyed by target, and one per round that was not probed, keyed by run. */
    static final String SAMPLES = "evenkeel.samples";

    private Topics() {}

    static String deadLettersOf(String topic) {
        return topic + ".dlq";
    }

    static List<String> all() {
        return List.of(PROBE_REQUESTS, SAMPLES, deadLettersOf(PROBE_REQUESTS), deadLettersOf(SAMPLES));
    }
}
