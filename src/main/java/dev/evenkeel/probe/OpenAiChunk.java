package dev.evenkeel.probe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.evenkeel.probe.StreamChunk.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk of a stream of OpenAI's chat completions says, with what other providers made of them: two spellings of
 * reasoning ({@code reasoning_content}, {@code reasoning}), content as a list of typed parts, reasoning in
 * {@link ThinkTags tags}, and usage in {@code x_groq} or a choice. Generated text is measured and never made a string. Where a
 * member comes twice, text in any of them counts, and of other values the last.
 */
final class OpenAiChunk implements JsonWalk.Member {
    private final @Nullable String modelBefore;
    private final @Nullable String systemFingerprintBefore;
    private ThinkTags tags;
    private boolean failed;
    private boolean undecided;
    private boolean reasoning;
    private boolean answer;
    private boolean refusal;
    private @Nullable Usage usage;
    private @Nullable String model;
    private @Nullable String systemFingerprint;
    private @Nullable String finishReason;

    /** @param tags where the content stands before this chunk */
    OpenAiChunk(ThinkTags tags, @Nullable String modelBefore, @Nullable String systemFingerprintBefore) {
        this.tags = tags;
        this.modelBefore = modelBefore;
        this.systemFingerprintBefore = systemFingerprintBefore;
    }

    /** Where the content stands after this chunk. */
    ThinkTags tags() {
        return tags;
    }

    StreamChunk toStreamChunk() {
        return failed
                ? StreamChunk.of(Kind.ERROR)
                : new StreamChunk(
                        Kind.PART,
                        undecided,
                        reasoning,
                        answer,
                        refusal,
                        usage,
                        model,
                        systemFingerprint,
                        finishReason);
    }

    @Override
    public void visit(String name, JsonParser json) throws IOException {
        switch (name) {
            case "choices" -> JsonWalk.elements(json, choice -> JsonWalk.members(choice, this::choice));
            case "usage" -> usage(json);
            case "model" -> model = JsonWalk.text(json, modelBefore);
            case "system_fingerprint" -> systemFingerprint = JsonWalk.text(json, systemFingerprintBefore);
            case "error" -> failed |= json.currentToken() != JsonToken.VALUE_NULL;
            case "object" -> failed |= "error".equals(JsonWalk.text(json, null));
            case "x_groq" -> JsonWalk.members(json, this::usageMember);
            default -> {}
        }
    }

    private void choice(String name, JsonParser json) throws IOException {
        switch (name) {
            case "delta" -> JsonWalk.members(json, this::delta);
            case "finish_reason" -> finishReason = orElse(JsonWalk.text(json, null), finishReason);
            default -> usageMember(name, json);
        }
    }

    private void usageMember(String name, JsonParser json) throws IOException {
        if (name.equals("usage")) {
            usage(json);
        }
    }

    private void delta(String name, JsonParser json) throws IOException {
        switch (name) {
            case "content" -> content(json);
            case "reasoning", "reasoning_content" -> reasoning |= JsonWalk.isText(json);
            case "refusal" -> refusal |= JsonWalk.isText(json);
            case "tool_calls" -> JsonWalk.elements(json, call -> answer = true);
            case "function_call" -> JsonWalk.members(json, (member, value) -> answer = true);
            default -> {}
        }
    }

    private void content(JsonParser json) throws IOException {
        text(json);
        JsonWalk.elements(json, part -> JsonWalk.members(part, this::contentPart));
    }

    /** Such as {@code {"type": "thinking", "thinking": [{"type": "text", "text": "…"}]}}. */
    private void contentPart(String name, JsonParser json) throws IOException {
        if (name.equals("text")) {
            text(json);
        } else if (name.equals("thinking")) {
            thinking(json);
        }
    }

    private void thinking(JsonParser json) throws IOException {
        reasoning |= JsonWalk.isText(json);
        JsonWalk.elements(
                json,
                part -> JsonWalk.members(part, (name, value) -> {
                    reasoning |= name.equals("text") && JsonWalk.isText(value);
                }));
    }

    private void text(JsonParser json) throws IOException {
        if (!JsonWalk.isText(json)) {
            return;
        }
        ThinkTags before = tags;
        if (!before.answering()) {
            tags = before.after(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        }
        undecided |= tags.undecided();
        reasoning |= tags.thoughtSince(before);
        answer |= tags.answering();
    }

    private void usage(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            usage = OpenAiUsage.read(json);
        }
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String other) {
        return value == null ? other : value;
    }
}
