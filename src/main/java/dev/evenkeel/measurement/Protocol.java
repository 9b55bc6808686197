package dev.evenkeel.measurement;

import java.util.Arrays;
import java.util.Optional;

/** The request and stream formats that the prober speaks. */
public enum Protocol {
    /** OpenAI's chat completions, streamed as server-sent events. */
    OPENAI_CHAT("openai-chat");

    private final String key;

    Protocol(String key) {
        this.key = key;
    }

    /** The name used by the API and on Kafka. */
    public String key() {
        return key;
    }

    public static Optional<Protocol> ofKey(String key) {
        return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
    }
}
