package dev.evenkeel.probe;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The {@code usage} object of OpenAI's chat completions; DeepSeek tells the cached tokens in a member of its own. */
final class OpenAiUsage {
    private @Nullable Integer input;
    private @Nullable Integer output;
    private @Nullable Integer reasoning;
    private @Nullable Integer cached;
    private @Nullable Integer cacheHits;

    private OpenAiUsage() {}

    static Usage read(JsonParser json) throws IOException {
        var counts = new OpenAiUsage();
        JsonWalk.members(json, counts::member);
        return new Usage(
                counts.input,
                counts.output,
                counts.reasoning,
                counts.cached == null ? counts.cacheHits : counts.cached);
    }

    private void member(String name, JsonParser json) throws IOException {
        switch (name) {
            case "prompt_tokens" -> input = JsonWalk.count(json);
            case "completion_tokens" -> output = JsonWalk.count(json);
            case "completion_tokens_details" -> JsonWalk.members(json, this::outputDetail);
            case "prompt_tokens_details" -> JsonWalk.members(json, this::inputDetail);
            case "prompt_cache_hit_tokens" -> cacheHits = JsonWalk.count(json);
            default -> {}
        }
    }

    private void outputDetail(String name, JsonParser json) throws IOException {
        if (name.equals("reasoning_tokens")) {
            reasoning = JsonWalk.count(json);
        }
    }

    private void inputDetail(String name, JsonParser json) throws IOException {
        if (name.equals("cached_tokens")) {
            cached = JsonWalk.count(json);
        }
    }
}
