package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedFaultsTest {
    private static final SimulatedProvider STEADY = new SimulatedProvider(
            "steady",
            Map.of("m", new LatencyProfile(QuantileTable.constant(.002), Duration.ofMillis(1))),
            FaultShares.NONE);
    private static final SimulatedProvider SLOW = new SimulatedProvider(
            "slow",
            Map.of("m", new LatencyProfile(QuantileTable.constant(.002), Duration.ofSeconds(30))),
            FaultShares.NONE);
    private static final FaultShares HALF_MINUTE = new FaultShares(1, 0, 0, 0, Duration.ofMillis(29_500), 8);

    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSettings.onFreePort(
                    1,
                    List.of(
                            SLOW,
                            STEADY.as("limited", HALF_MINUTE),
                            STEADY.as("broken", FaultShares.NONE.withServerError(1)),
                            STEADY.as("stalled", FaultShares.NONE.withStalled(1)),
                            STEADY.as("cut", FaultShares.NONE.withCut(1)),
                            STEADY.as(
                                    "flaky",
                                    FaultShares.NONE.withRateLimited(0.1).withServerError(0.05)))),
            Clock.systemUTC());
    private final ChatClient client = new ChatClient(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRateLimitIsA429ThatSaysWhenToRetry() throws Exception {
        HttpResponse<String> response = client.stream("limited");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("30");
        assertThat(ChatClient.json(response.body()).path("error").path("code").textValue())
                .isEqualTo("rate_limit_exceeded");
        assertThat(AwaitedLog.await(server, 1)).singleElement().satisfies(served -> {
            assertThat(served.ending()).isEqualTo(Ending.RATE_LIMITED);
            assertThat(served.intendedTtftNs()).isNull();
            assertThat(served.ttftNs()).isNull();
        });
    }

    @Test
    void aServerErrorIsA500() throws Exception {
        HttpResponse<String> response = client.stream("broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(ChatClient.json(response.body()).path("error").path("type").textValue())
                .isEqualTo("server_error");
        assertThat(AwaitedLog.await(server, 1))
                .extracting(ServedRequest::ending)
                .containsExactly(Ending.SERVER_ERROR);
    }

    @Test
    void aStallSendsTheHeadAndNothingElseUntilTheClientLeaves() throws Exception {
        try (Socket socket = ask("stalled")) {
            InputStream input = socket.getInputStream();
            assertThat(readHead(input)).startsWith("HTTP/1.1 200 OK").contains("text/event-stream");
            socket.setSoTimeout(300);
            assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.served()).isEmpty();
        }

        assertThat(AwaitedLog.await(server, 1)).singleElement().satisfies(served -> {
            assertThat(served.ending()).isEqualTo(Ending.STALLED);
            assertThat(served.tokens()).isZero();
        });
    }

    @Test
    void aCutStreamEndsAfterItsTokensWithoutAnEndOfTheBody() throws Exception {
        String received;
        try (Socket socket = ask("cut")) {
            received = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(received.split("data: ", -1)).hasSize(1 + 1 + 8);
        assertThat(received).doesNotContain("[DONE]").doesNotContain("\r\n0\r\n");
        assertThat(AwaitedLog.await(server, 1)).singleElement().satisfies(served -> {
            assertThat(served.ending()).isEqualTo(Ending.CUT);
            assertThat(served.tokens()).isEqualTo(8);
            assertThat(served.ttftNs()).isNotNull();
        });
    }

    @Test
    void anHttpClientSeesACutStreamAsAFailure() {
        assertThatThrownBy(() -> client.stream("cut")).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatLeavesAmidTheStreamIsLogged() throws Exception {
        try (Socket socket = ask("slow")) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        assertThat(AwaitedLog.await(server, 1))
                .extracting(ServedRequest::ending)
                .containsExactly(Ending.CLIENT_LEFT);
    }

    @Test
    void sharesOfTwentiethsComeOutExactlyInEveryTwentyRequests() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int request = 0; request < 60; request++) {
            statuses.add(client.stream("flaky").statusCode());
        }

        for (int from = 0; from < 60; from += 20) {
            List<Integer> twenty = statuses.subList(from, from + 20);
            assertThat(Collections.frequency(twenty, 429)).isEqualTo(2);
            assertThat(Collections.frequency(twenty, 500)).isEqualTo(1);
            assertThat(Collections.frequency(twenty, 200)).isEqualTo(17);
        }
    }

    @Test
    void sharesThatCantComeOutExactlyAreRefused() {
        assertThatThrownBy(() -> FaultShares.NONE.withCut(0.001)).hasMessageContaining("cut must be a multiple");
        assertThatThrownBy(() -> FaultShares.NONE.withStalled(-0.1)).hasMessageContaining("stalled must be");
        assertThatThrownBy(() -> FaultShares.NONE.withStalled(0.6).withCut(0.6)).hasMessageContaining("exceed 1");
    }

    private Socket ask(String provider) throws IOException {
        Socket socket = new Socket(NetUtil.LOCALHOST4, server.port());
        socket.setSoTimeout(20_000);
        String body = "{\"model\": \"m\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]}";
        String request = "POST /" + provider + "/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String readHead(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int read = input.read();
            assertThat(read).as("the head's next byte").isNotNegative();
            head.append((char) read);
        }
        return head.toString();
    }
}
