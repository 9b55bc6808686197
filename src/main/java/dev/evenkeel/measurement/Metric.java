package dev.evenkeel.measurement;

import java.util.Arrays;
import java.util.Optional;

/** What a ranking can be about. */
public enum Metric {
    TTFT("ttft"),
    TTFA("ttfa"),
    LATENCY("latency"),
    ITL("itl"),
    OUTPUT_TOKENS_PER_SECOND("outputTokensPerSecond"),
    AVAILABILITY("availability");

    private final String key;

    Metric(String key) {
        this.key = key;
    }

    /** The name used by the API. */
    public String key() {
        return key;
    }

    public static Optional<Metric> ofKey(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }
}
