package dev.evenkeel.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of one answer: a stream's chunks, or the whole. */
final class ChatJson {
    static final String DONE = "[DONE]";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> WORDS =
            List.of("The", " tide", " runs", " out", " while", " the", " keel", " stays", " even", ",", " and", " so");

    private final String id;
    private final long created;
    private final ChatRequest request;

    ChatJson(Exchange exchange, ChatRequest request) {
        this.id = "chatcmpl-" + exchange.served().providerName() + "-" + exchange.number();
        this.created = exchange.receivedAt().getEpochSecond();
        this.request = request;
    }

    String role() {
        return chunk(NODES.objectNode().put("role", "assistant").put("content", ""), null);
    }

    String token(int token) {
        return chunk(NODES.objectNode().put("content", word(token)), null);
    }

    String finish() {
        return chunk(NODES.objectNode(), "length");
    }

    String usage(int tokens) {
        ObjectNode chunk = envelope("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usageNode(tokens));
        return chunk.toString();
    }

    String whole(int tokens) {
        StringBuilder content = new StringBuilder();
        for (int token = 0; token < tokens; token++) {
            content.append(word(token));
        }
        ObjectNode completion = envelope("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", content.toString());
        choice.put("finish_reason", "length");
        completion.set("usage", usageNode(tokens));
        return completion.toString();
    }

    static String error(Refusal refusal) {
        ObjectNode root = NODES.objectNode();
        root.putObject("error")
                .put("message", refusal.message())
                .put("type", refusal.type())
                .putNull("param")
                .put("code", refusal.code());
        return root.toString();
    }

    private String chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = envelope("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return chunk.toString();
    }

    private ObjectNode envelope(String object) {
        return NODES.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", request.model())
                .put("system_fingerprint", "fp_simulated");
    }

    private ObjectNode usageNode(int tokens) {
        return NODES.objectNode()
                .put("prompt_tokens", request.promptTokens())
                .put("completion_tokens", tokens)
                .put("total_tokens", request.promptTokens() + tokens);
    }

    private static String word(int token) {
        return WORDS.get(token % WORDS.size());
    }
}
