package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of which the bytes on the socket tell more than an HTTP client shows. */
class SimulatedSocketFaultsTest {
    private static final SimulatedProvider STEADY = new SimulatedProvider(
            "steady",
            Map.of("m", new LatencyProfile(QuantileTable.constant(.002), Duration.ofMillis(1))),
            FaultShares.NONE);
    private static final SimulatedProvider SLOW = new SimulatedProvider(
            "slow",
            Map.of("m", new LatencyProfile(QuantileTable.constant(.002), Duration.ofSeconds(30))),
            FaultShares.NONE);
    private static final FaultShares DRIPPING =
            new FaultShares(Map.of(Ending.SLOW_DRIP, 1.0), Duration.ZERO, 8, Duration.ofMillis(20));

    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSettings.onFreePort(
                    1,
                    List.of(
                            SLOW,
                            STEADY.as("stalled-amid", FaultShares.NONE.with(Ending.STALLED_AMID, 1)),
                            STEADY.as("garbage", FaultShares.NONE.with(Ending.GARBAGE, 1)),
                            STEADY.as("slow-drip", DRIPPING),
                            STEADY.as("endless", FaultShares.NONE.with(Ending.ENDLESS, 1)),
                            STEADY.as("giant-line", FaultShares.NONE.with(Ending.GIANT_LINE, 1)),
                            STEADY.as("stale", FaultShares.NONE.with(Ending.STALE, 1)),
                            STEADY.as("stalled", FaultShares.NONE.with(Ending.STALLED, 1)),
                            STEADY.as("cut", FaultShares.NONE.with(Ending.CUT, 1)))),
            Clock.systemUTC());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aStallAmidTheStreamSendsItsTokensAndNothingElseUntilTheClientLeaves() throws Exception {
        String received = untilSilent("stalled-amid");

        assertThat(received.split("data: ", -1)).hasSize(1 + 1 + 8);
        assertThat(received).doesNotContain("[DONE]");
        assertEndings(Ending.STALLED_AMID);
    }

    @Test
    void garbageIsNotHttp() throws Exception {
        String received = untilClosed("garbage");

        assertThat(received).isNotEmpty().doesNotContain("HTTP/1.1");
        assertEndings(Ending.GARBAGE);
    }

    @Test
    void aSlowDripGoesOnUntilTheClientLeaves() throws Exception {
        try (Socket socket = ask("slow-drip")) {
            assertThat(tokensOf(socket, 12)).isEqualTo(12);
        }

        assertThat(AwaitedLog.await(server, 1)).singleElement().satisfies(served -> {
            assertThat(served.ending()).isEqualTo(Ending.SLOW_DRIP);
            assertThat(served.lastTokenNs())
                    .isGreaterThan(Duration.ofMillis(11 * 20).toNanos());
        });
    }

    @Test
    void anEndlessStreamBringsMoreThanWasAskedForUntilTheClientLeaves() throws Exception {
        try (Socket socket = ask("endless")) {
            assertThat(tokensOf(socket, 10_000)).isEqualTo(10_000);
        }

        assertEndings(Ending.ENDLESS);
    }

    @Test
    void aGiantLineHasNoEnd() throws Exception {
        try (Socket socket = ask("giant-line")) {
            InputStream input = socket.getInputStream();
            readHead(input);
            String body = new String(input.readNBytes(2 << 20), StandardCharsets.UTF_8);
            assertThat(body).contains("data: ").doesNotContain("\n\n");
        }

        assertEndings(Ending.GIANT_LINE);
    }

    @Test
    void aStaleConnectionServesOneRequestAndIsClosedAtTheNext() throws Exception {
        try (Socket socket = ask("stale")) {
            tokensOf(socket, ChatRequest.MOST_TOKENS);
            AwaitedLog.await(server, 1);

            send(socket, "stale");

            String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).doesNotContain("HTTP/1.1");
        }
        assertThat(AwaitedLog.await(server, 2))
                .extracting(ServedRequest::ending)
                .containsExactly(Ending.COMPLETED, Ending.STALE);
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
    void aClientThatLeavesAmidTheStreamIsLogged() throws Exception {
        try (Socket socket = ask("slow")) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        assertThat(AwaitedLog.await(server, 1))
                .extracting(ServedRequest::ending)
                .containsExactly(Ending.CLIENT_LEFT);
    }

    private void assertEndings(Ending ending) {
        assertThat(AwaitedLog.await(server, 1))
                .extracting(ServedRequest::ending)
                .containsExactly(ending);
    }

    private String untilClosed(String provider) throws IOException {
        try (Socket socket = ask(provider)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What comes until nothing more does. */
    private String untilSilent(String provider) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (Socket socket = ask(provider)) {
            socket.setSoTimeout(300);
            socket.getInputStream().transferTo(received);
        } catch (SocketTimeoutException silence) {
            return received.toString(StandardCharsets.UTF_8);
        }
        throw new AssertionError("the connection was closed");
    }

    /** Reads that many token events, fewer where the stream ends before. */
    private static int tokensOf(Socket socket, int count) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        int tokens = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            tokens += line.startsWith("data: ") && line.contains("\"content\":") && !line.contains("\"role\"") ? 1 : 0;
            if (tokens == count) {
                break;
            }
        }
        return tokens;
    }

    private Socket ask(String provider) throws IOException {
        Socket socket = new Socket(NetUtil.LOCALHOST4, server.port());
        socket.setSoTimeout(20_000);
        send(socket, provider);
        return socket;
    }

    private static void send(Socket socket, String provider) throws IOException {
        String body = "{\"model\": \"m\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]}";
        String request = "POST /" + provider + "/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
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
