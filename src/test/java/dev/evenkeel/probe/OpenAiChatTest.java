package dev.evenkeel.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.probe.StreamChunk.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatTest {
    private static final URI BASE_URL = URI.create("https://provider.test/v1");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void asksForAStreamWithItsUsage() throws IOException {
        JsonNode body = bodyWith(Map.of());

        assertThat(body).isEqualTo(json.readTree("""
                {"model": "model-a", "messages": [{"role": "user", "content": "the-prompt-that-stays-secret"}], "max_tokens": 64,
                 "temperature": 0.0, "stream": true, "stream_options": {"include_usage": true}}"""));
    }

    @Test
    void overridesAddReplaceAndRemoveFields() throws IOException {
        Map<String, Object> overrides = new LinkedHashMap<>();
        overrides.put("top_p", 1);
        overrides.put("temperature", 0.7);
        overrides.put("max_tokens", null);
        overrides.put("max_completion_tokens", 32);

        JsonNode body = bodyWith(overrides);

        assertThat(body.path("top_p").intValue()).isEqualTo(1);
        assertThat(body.path("temperature").doubleValue()).isEqualTo(0.7);
        assertThat(body.has("max_tokens")).isFalse();
        assertThat(body.path("max_completion_tokens").intValue()).isEqualTo(32);
    }

    @Test
    void overridesNeverChangeWhatMakesProbesComparable() throws IOException {
        JsonNode body = bodyWith(
                Map.of("model", "other", "messages", "other", "stream", false, "stream_options", Map.of("x", 1)));

        assertThat(body).isEqualTo(bodyWith(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":null,\"tool_calls\":[]}}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[],\"usage\":{\"completion_tokens\":3}}",
                "{\"choices\":[{\"delta\":{\"content\":[]}}],\"error\":null}",
                "{}",
                ""
            })
    void whatCarriesNoTextIsNoToken(String data) {
        StreamChunk chunk = read(data);

        assertThat(chunk.kind()).isEqualTo(Kind.PART);
        assertThat(chunk.token()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\" a\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"
            })
    void visibleContentAndToolCallsAreAnswers(String data) {
        StreamChunk chunk = read(data);

        assertThat(chunk.answer()).isTrue();
        assertThat(chunk.token()).isTrue();
        assertThat(chunk.reasoning()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"a\",\"content\":null}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning\":\"a\",\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"a\"}]}]}}]}"
            })
    void reasoningIsATokenButNoAnswer(String data) {
        StreamChunk chunk = read(data);

        assertThat(chunk.token()).isTrue();
        assertThat(chunk.reasoning()).isTrue();
        assertThat(chunk.answer()).isFalse();
    }

    @Test
    void aRefusalIsATokenButNoAnswer() {
        StreamChunk chunk = read("{\"choices\":[{\"delta\":{\"refusal\":\"no\"}}]}");

        assertThat(chunk.token()).isTrue();
        assertThat(chunk.answer()).isFalse();
    }

    @Test
    void readsWhatTheProviderSaysOfItself() {
        StreamChunk chunk = read("""
                {"model": "m-1", "system_fingerprint": "fp", "choices": [{"delta": {}, "finish_reason": "length"}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 7, "completion_tokens_details": {"reasoning_tokens": 2},
                           "prompt_tokens_details": {"cached_tokens": 1}}}""");

        assertThat(chunk.model()).isEqualTo("m-1");
        assertThat(chunk.systemFingerprint()).isEqualTo("fp");
        assertThat(chunk.finishReason()).isEqualTo("length");
        assertThat(chunk.usage()).isEqualTo(new Usage(5, 7, 2, 1));
    }

    @Test
    void countsThatAreNoneAreAbsent() {
        StreamChunk chunk = read("""
                {"choices": [], "usage": {"prompt_tokens": -1, "completion_tokens": 1e30, "completion_tokens_details": null}}""");

        assertThat(chunk.usage()).isEqualTo(new Usage(null, null, null, null));
    }

    @Test
    void ofCachedTokensTheGeneralSpellingIsPreferred() {
        StreamChunk both = read(
                "{\"usage\":{\"prompt_cache_hit_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":3},\"prompt_tokens\":9}}");
        StreamChunk one = read("{\"usage\":{\"prompt_cache_hit_tokens\":7,\"prompt_tokens_details\":null}}");

        assertThat(both.usage()).isEqualTo(new Usage(9, null, null, 3));
        assertThat(one.usage()).isEqualTo(new Usage(null, null, null, 7));
    }

    @Test
    void aModelThatIsToldAgainIsNotCopiedAgain() {
        AnswerReader reader = OpenAiChat.INSTANCE.reader();
        String first = reader.read(ServerSentEvent.of("message", "{\"model\":\"m-1\"}"))
                .model();
        String second = reader.read(ServerSentEvent.of("message", "{\"model\":\"m-1\"}"))
                .model();
        String other = reader.read(ServerSentEvent.of("message", "{\"model\":\"m-2\"}"))
                .model();

        assertThat(second).isSameAs(first);
        assertThat(other).isEqualTo("m-2");
    }

    @Test
    void ofMembersThatComeTwiceAnyTextCountsAndTheLastOfOtherValues() {
        StreamChunk chunk = read("""
                {"model": "m-1", "choices": [{"delta": {"content": "a", "content": ""}}], "choices": [], "model": "m-2"}""");

        assertThat(chunk.answer()).isTrue();
        assertThat(chunk.model()).isEqualTo("m-2");
    }

    @Test
    void whatIsNotUtf8IsReplacedAndNotMalformed() {
        byte[] data = "{\"choices\":[{\"delta\":{\"content\":\"?\"}}]}".getBytes(ISO_8859_1);
        data[new String(data, ISO_8859_1).indexOf('?')] = (byte) 0xE6;

        StreamChunk chunk = OpenAiChat.INSTANCE.reader().read(new ServerSentEvent("message", data, 0, data.length));

        assertThat(chunk.answer()).isTrue();
    }

    @Test
    void jsonThatIsNotUtf8AtAllIsMalformed() {
        byte[] data = "{\"choices\":[]}".getBytes(UTF_16LE);

        StreamChunk chunk = OpenAiChat.INSTANCE.reader().read(new ServerSentEvent("message", data, 0, data.length));

        assertThat(chunk.kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void doneIsTheEnd() {
        assertThat(read(" [DONE]\n").kind()).isEqualTo(Kind.DONE);
        assertThat(read("[DONE]").kind()).isEqualTo(Kind.DONE);
    }

    @Test
    void anErrorObjectIsAnError() {
        assertThat(read("{\"error\":{\"message\":\"overloaded\"}}").kind()).isEqualTo(Kind.ERROR);
        assertThat(read("error", "{}").kind()).isEqualTo(Kind.ERROR);
        assertThat(read("error", "overloaded").kind()).isEqualTo(Kind.ERROR);
        assertThat(read("{\"object\":\"error\",\"code\":500}").kind()).isEqualTo(Kind.ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "7", "\"text\"", "null", "{} {}", "{}x", "{\"a\":1", "{\"a\":\"", "[DONE", "<html>"})
    void whatIsNoJsonObjectIsMalformed(String data) {
        assertThat(read(data).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void endlessNestingIsMalformed() {
        assertThat(read("{\"a\":" + "[".repeat(100_000)).kind()).isEqualTo(Kind.MALFORMED);
        assertThat(read("[".repeat(100_000)).kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":{\"delta\":1}}",
                "{\"choices\":[1,\"x\",null,[]]}",
                "{\"choices\":\"x\",\"usage\":3,\"model\":{}}"
            })
    void surprisingTypesAreNoTokens(String data) {
        assertThat(read(data).token()).isFalse();
    }

    private JsonNode bodyWith(Map<String, Object> overrides) throws IOException {
        var target = Rounds.target(BASE_URL, null, 1, overrides);
        return json.readTree(OpenAiChat.INSTANCE.body(Rounds.round(target), target, ConnectionArm.REUSE));
    }

    private static StreamChunk read(String data) {
        return read("message", data);
    }

    private static StreamChunk read(String type, String data) {
        return OpenAiChat.INSTANCE.reader().read(ServerSentEvent.of(type, data));
    }
}
