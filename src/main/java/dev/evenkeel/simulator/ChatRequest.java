package dev.evenkeel.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/**
 * The part of a chat completion request that the simulator heeds.
 *
 * @param promptTokens a quarter of the messages' characters, rounded up
 * @param maxTokens tokens to answer with: what the request allows, {@value #MOST_TOKENS} at most
 */
record ChatRequest(String model, boolean stream, boolean includeUsage, int promptTokens, int maxTokens)
        implements Parsed {
    static final int MOST_TOKENS = 64;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static Parsed parse(InputStream body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            return Refusal.malformed("The body is not valid JSON");
        }
        if (!root.isObject() || !root.path("model").isTextual()) {
            return Refusal.malformed("you must provide a model parameter");
        }
        if (!root.path("messages").isArray() || root.path("messages").isEmpty()) {
            return Refusal.malformed("messages must be a list that is not empty");
        }
        JsonNode limit = root.path(root.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens");
        boolean unlimited = limit.isMissingNode() || limit.isNull();
        if (!unlimited && !(limit.isIntegralNumber() && limit.bigIntegerValue().signum() > 0)) {
            return Refusal.malformed("max_tokens must be a whole number above 0");
        }
        return new ChatRequest(
                root.path("model").textValue(),
                root.path("stream").asBoolean(),
                root.path("stream_options").path("include_usage").asBoolean(),
                promptTokens(root.path("messages")),
                unlimited || !limit.canConvertToInt() ? MOST_TOKENS : Math.min(limit.intValue(), MOST_TOKENS));
    }

    private static int promptTokens(JsonNode messages) {
        int characters = 0;
        for (JsonNode message : messages) {
            JsonNode content = message.path("content");
            characters += content.isTextual()
                    ? content.textValue().length()
                    : content.toString().length();
        }
        return Math.max(1, (characters + 3) / 4);
    }
}
