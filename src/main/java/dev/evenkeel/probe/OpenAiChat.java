package dev.evenkeel.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's streamed chat completions. */
final class OpenAiChat implements StreamProtocol {
    static final OpenAiChat INSTANCE = new OpenAiChat();

    private static final ObjectMapper JSON = new ObjectMapper();

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
    public AnswerReader reader() {
        return new OpenAiChatReader();
    }
}
