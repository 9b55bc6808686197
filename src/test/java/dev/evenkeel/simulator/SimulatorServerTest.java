package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.NetUtil;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SimulatedProvider STEADY = new SimulatedProvider(
            "steady",
            Map.of("m", new LatencyProfile(QuantileTable.of(0, .02, 1, .04), Duration.ofMillis(2))),
            FaultShares.NONE);

    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSettings.onFreePort(1, List.of(STEADY, STEADY.as("other", FaultShares.NONE))),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final ChatClient client = new ChatClient(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aStreamNamesTheRoleThenSendsOneTokenAChunkThenReasonUsageAndDone() throws Exception {
        HttpResponse<String> response = client.stream("steady");

        List<String> events = ChatClient.events(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(events).hasSize(1 + 12 + 1 + 1 + 1).endsWith("[DONE]");
        assertThat(delta(events.get(0)).path("role").textValue()).isEqualTo("assistant");
        assertThat(delta(events.get(0)).path("content").textValue()).isEmpty();
        for (String token : events.subList(1, 13)) {
            assertThat(delta(token).path("content").textValue()).isNotEmpty();
        }
        JsonNode finish = ChatClient.json(events.get(13)).path("choices").path(0);
        assertThat(finish.path("finish_reason").textValue()).isEqualTo("length");
        assertThat(finish.path("delta").isEmpty()).isTrue();
        JsonNode usage = ChatClient.json(events.get(14));
        assertThat(usage.path("choices").isArray()).isTrue();
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.path("usage").path("prompt_tokens").intValue()).isEqualTo(6);
        assertThat(usage.path("usage").path("completion_tokens").intValue()).isEqualTo(12);
        assertThat(usage.path("usage").path("total_tokens").intValue()).isEqualTo(18);
    }

    @Test
    void usageIsSentOnlyWhereAskedFor() throws Exception {
        HttpResponse<String> response = client.post("steady", """
                {"model": "m", "stream": true, "max_tokens": 2, "messages": [{"role": "user", "content": "?"}]}""");

        assertThat(ChatClient.events(response.body())).hasSize(5).noneMatch(event -> event.contains("usage"));
    }

    @Test
    void anAnswerEndsAtSixtyFourTokensUnlessLessIsAsked() throws Exception {
        HttpResponse<String> response = client.post("steady", """
                {"model": "m", "max_tokens": 5000, "messages": [{"role": "user", "content": "?"}]}""");

        JsonNode completion = ChatClient.json(response.body());
        assertThat(completion.path("object").textValue()).isEqualTo("chat.completion");
        assertThat(completion.path("usage").path("completion_tokens").intValue())
                .isEqualTo(64);
        assertThat(completion
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .textValue())
                .contains("keel");
    }

    @Test
    void theLogTellsWhatWasMeantAndWhatWasDone() throws Exception {
        client.stream("steady");

        ServedRequest served = AwaitedLog.await(server, 1).get(0);
        assertThat(served.number()).isEqualTo(1);
        assertThat(served.provider()).isEqualTo("steady");
        assertThat(served.model()).isEqualTo("m");
        assertThat(served.receivedAt()).isEqualTo(NOW);
        assertThat(served.tokens()).isEqualTo(12);
        assertThat(served.ending()).isEqualTo(Ending.COMPLETED);
        assertThat(served.intendedTtftNs()).isBetween(20_000_000L, 40_000_000L);
        assertThat(served.ttftNs()).isGreaterThanOrEqualTo(served.intendedTtftNs());
        assertThat(served.lastTokenNs())
                .isGreaterThanOrEqualTo(Objects.requireNonNull(served.intendedTtftNs()) + 11 * 1_600_000L);
    }

    @Test
    void theLogIsServedAsLinesForAllOrForOneProvider() throws Exception {
        client.stream("steady");
        client.stream("other");

        List<String> all = client.get("/log").body().lines().toList();
        List<String> one = client.get("/log?provider=other").body().lines().toList();

        assertThat(all).hasSize(2);
        assertThat(one).hasSize(1);
        JsonNode line = ChatClient.json(one.get(0));
        assertThat(line.path("number").longValue()).isEqualTo(2);
        assertThat(line.path("provider").textValue()).isEqualTo("other");
        assertThat(line.path("receivedAt").textValue()).isEqualTo(NOW.toString());
        assertThat(line.path("ttftNs").longValue())
                .isGreaterThanOrEqualTo(line.path("intendedTtftNs").longValue());
        assertThat(line.path("ending").textValue()).isEqualTo("COMPLETED");
        assertThat(all).noneMatch(entry -> entry.contains("tide run"));
    }

    @Test
    void whatCantBeServedIsRefusedInTheShapeOfTheOpenAiApi() throws Exception {
        String ask = "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]%s}";

        assertRefusal(client.post("nobody", ask.formatted("m", "")), 404, "provider_not_found");
        assertRefusal(client.post("steady", ask.formatted("n", "")), 404, "model_not_found");
        assertRefusal(client.post("steady", "{\"model\": "), 400, "invalid_request");
        assertRefusal(client.post("steady", ""), 400, "invalid_request");
        assertRefusal(client.post("steady", "{\"model\": \"m\", \"messages\": []}"), 400, "invalid_request");
        assertRefusal(client.post("steady", ask.formatted("m", ", \"max_tokens\": 0")), 400, "invalid_request");
        assertRefusal(client.post("steady", ask.formatted("m", ", \"max_tokens\": 1.5")), 400, "invalid_request");
        assertRefusal(client.get("/steady/v1/chat/completions"), 404, "unknown_url");
        assertThat(server.served()).isEmpty();
    }

    @Test
    void aTargetThatCantBeDecodedIsRefusedAndTheConnectionClosed() throws Exception {
        String received;
        try (Socket socket = new Socket(NetUtil.LOCALHOST4, server.port())) {
            socket.getOutputStream().write("GET /log?%zz HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            received = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(received).startsWith("HTTP/1.1 400 ").contains("invalid_request");
    }

    @Test
    void aRequestBeforeTheLastOnesAnswerClosesTheConnection() throws Exception {
        String body = "{\"model\": \"m\", \"stream\": true, \"messages\": [{\"content\": \"?\"}]}";
        String request =
                "POST /steady/v1/chat/completions HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        String received;
        try (Socket socket = new Socket(NetUtil.LOCALHOST4, server.port())) {
            socket.getOutputStream().write((request + request).getBytes(StandardCharsets.US_ASCII));
            received = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(received).doesNotContain("[DONE]");
        assertThat(AwaitedLog.await(server, 1))
                .extracting(ServedRequest::ending)
                .containsExactly(Ending.CLIENT_LEFT);
    }

    @Test
    void aBodyAboveAMebibyteIsRefused() throws Exception {
        HttpResponse<String> response = client.post("steady", " ".repeat((1 << 20) + 1));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        SimulatorSettings taken = new SimulatorSettings(server.port(), 1, 1, 1, List.of(STEADY));

        assertThatThrownBy(() -> SimulatorServer.start(taken, Clock.systemUTC()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    private static void assertRefusal(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = ChatClient.json(response.body()).path("error");
        assertThat(error.path("code").textValue()).isEqualTo(code);
        assertThat(error.path("type").textValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").textValue()).isNotEmpty();
    }

    private static JsonNode delta(String event) throws Exception {
        return ChatClient.json(event).path("choices").path(0).path("delta");
    }
}
