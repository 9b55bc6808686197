package dev.evenkeel.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.probe.StreamChunk.Kind;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's streamed chat completions, with the two spellings of reasoning that other providers use
 * ({@code reasoning_content}, {@code reasoning}) and content given as a list of typed parts.
 */
final class OpenAiChat implements StreamProtocol {
    static final OpenAiChat INSTANCE = new OpenAiChat();

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private OpenAiChat() {}

    @Override
    public String path() {
        return "/chat/completions";
    }

    /** Overrides replace whole top-level fields; an override that is null removes its field. */
    @Override
    public byte[] body(RoundRequest round, ProbeTarget target, ConnectionArm arm) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", target.target().model());
        body.put("messages", round.messagesFor(arm));
        body.put("max_tokens", round.maxOutputTokens());
        if (round.temperature() != null) {
            body.put("temperature", round.temperature());
        }
        body.put("stream", true);
        body.put("stream_options", Map.of("include_usage", true));
        for (var override : target.request().entrySet()) {
            override(body, override.getKey(), override.getValue());
        }
        return write(body);
    }

    private static void override(Map<String, Object> body, String field, @Nullable Object value) {
        if (ProbeTarget.RESERVED_FIELDS.contains(field)) {
            return;
        }
        if (value == null) {
            body.remove(field);
        } else {
            body.put(field, value);
        }
    }

    private static byte[] write(Map<String, Object> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("request is not JSON", e);
        }
    }

    @Override
    public StreamChunk read(ServerSentEvent event) {
        if (event.data().strip().equals("[DONE]")) {
            return StreamChunk.of(Kind.DONE);
        }
        if (event.data().isBlank()) {
            return StreamChunk.of(Kind.PART);
        }
        JsonNode chunk = parsed(event.data());
        if (chunk == null || !chunk.isObject()) {
            return StreamChunk.of(Kind.MALFORMED);
        }
        return event.type().equals("error") || present(chunk.path("error")) ? StreamChunk.of(Kind.ERROR) : part(chunk);
    }

    private static @Nullable JsonNode parsed(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static StreamChunk part(JsonNode chunk) {
        boolean reasoning = false;
        boolean answer = false;
        boolean refusal = false;
        String finishReason = null;
        for (JsonNode choice : chunk.path("choices")) {
            JsonNode delta = choice.path("delta");
            reasoning |= reasons(delta);
            answer |= answers(delta);
            refusal |= text(delta.path("refusal")) != null;
            finishReason = orElse(text(choice.path("finish_reason")), finishReason);
        }
        return new StreamChunk(
                Kind.PART,
                reasoning,
                answer,
                refusal,
                usage(chunk.path("usage")),
                text(chunk.path("model")),
                text(chunk.path("system_fingerprint")),
                finishReason);
    }

    private static boolean reasons(JsonNode delta) {
        return text(delta.path("reasoning_content")) != null
                || text(delta.path("reasoning")) != null
                || hasPart(delta.path("content"), "thinking");
    }

    private static boolean answers(JsonNode delta) {
        return text(delta.path("content")) != null
                || hasPart(delta.path("content"), "text")
                || !delta.path("tool_calls").isEmpty()
                || !delta.path("function_call").isEmpty();
    }

    /** Some providers give content as parts such as {@code {"type": "text", "text": "…"}}. */
    private static boolean hasPart(JsonNode content, String type) {
        for (JsonNode part : content) {
            JsonNode value = part.path(type);
            if (text(value) != null || (value.isArray() && hasPart(value, "text"))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Usage usage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        return new Usage(
                count(usage.path("prompt_tokens")),
                count(usage.path("completion_tokens")),
                count(usage.path("completion_tokens_details").path("reasoning_tokens")),
                count(usage.path("prompt_tokens_details").path("cached_tokens")));
    }

    private static @Nullable Integer count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0 ? node.intValue() : null;
    }

    /** The text of a string that is not empty. */
    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String other) {
        return value == null ? other : value;
    }

    private static boolean present(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }
}
