package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
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
    private static final FaultShares HALF_MINUTE =
            FaultShares.NONE.with(Ending.RATE_LIMITED, 1).withRetryAfter(Duration.ofMillis(29_500));

    private final SimulatorServer server = SimulatorServer.start(
            SimulatorSettings.onFreePort(
                    1,
                    List.of(
                            STEADY.as("limited", HALF_MINUTE),
                            STEADY.as("limited-silently", HALF_MINUTE.withRetryAfter(Duration.ZERO)),
                            STEADY.as("unauthorized", FaultShares.NONE.with(Ending.UNAUTHORIZED, 1)),
                            STEADY.as("error-event", FaultShares.NONE.with(Ending.ERROR_EVENT, 1)),
                            STEADY.as("garbage-events", FaultShares.NONE.with(Ending.GARBAGE_EVENTS, 1)),
                            STEADY.as("empty", FaultShares.NONE.with(Ending.EMPTY, 1)),
                            STEADY.as("unstreamed", FaultShares.NONE.with(Ending.UNSTREAMED, 1)),
                            STEADY.as("broken", FaultShares.NONE.with(Ending.SERVER_ERROR, 1)),
                            STEADY.as("cut", FaultShares.NONE.with(Ending.CUT, 1)),
                            STEADY.as(
                                    "flaky",
                                    FaultShares.NONE
                                            .with(Ending.RATE_LIMITED, 0.1)
                                            .with(Ending.SERVER_ERROR, 0.05)))),
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
    void aRateLimitNeedNotSayWhenToRetry() throws Exception {
        HttpResponse<String> response = client.stream("limited-silently");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void aWrongKeyIsA401() throws Exception {
        HttpResponse<String> response = client.stream("unauthorized");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(ChatClient.json(response.body()).path("error").path("code").textValue())
                .isEqualTo("invalid_api_key");
        assertEndings(Ending.UNAUTHORIZED);
    }

    @Test
    void anErrorEventEndsAStreamThatBeganWell() throws Exception {
        HttpResponse<String> response = client.stream("error-event");

        assertThat(response.statusCode()).isEqualTo(200);
        List<String> events = ChatClient.events(response.body());
        assertThat(events).hasSize(1 + 8 + 1);
        assertThat(ChatClient.json(events.get(9)).path("error").path("type").textValue())
                .isEqualTo("server_error");
        assertEndings(Ending.ERROR_EVENT);
    }

    @Test
    void garbageInPlaceOfEventsComesWithAStreamsHead() throws Exception {
        HttpResponse<String> response = client.stream("garbage-events");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(response.body()).isNotEmpty().doesNotContain("data:");
        assertEndings(Ending.GARBAGE_EVENTS);
    }

    @Test
    void anEmptyStreamHasItsProperEndAndNoToken() throws Exception {
        List<String> events = ChatClient.events(client.stream("empty").body());

        assertThat(events).hasSize(1 + 1 + 1 + 1).endsWith("[DONE]");
        assertThat(ChatClient.json(events.get(2)).at("/usage/completion_tokens").intValue())
                .isZero();
        assertEndings(Ending.EMPTY);
    }

    @Test
    void anAnswerThatIsNotStreamedIsOneDocument() throws Exception {
        HttpResponse<String> response = client.stream("unstreamed");

        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(ChatClient.json(response.body())
                        .at("/choices/0/message/content")
                        .textValue())
                .isNotEmpty();
        assertEndings(Ending.UNSTREAMED);
    }

    @Test
    void aClosedPortIsHeldAndRefusesConnections() throws Exception {
        try (ClosedPort closed = ClosedPort.hold(0)) {
            assertThatThrownBy(() -> new Socket(NetUtil.LOCALHOST4, closed.port()).close())
                    .isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> ClosedPort.hold(closed.port())).hasMessageContaining("can't hold");
            assertThat(closed.baseUrl("gone")).hasToString("http://127.0.0.1:" + closed.port() + "/gone/v1");
        }
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
    void anHttpClientSeesACutStreamAsAFailure() {
        assertThatThrownBy(() -> client.stream("cut")).isInstanceOf(IOException.class);
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
        assertThatThrownBy(() -> FaultShares.NONE.with(Ending.CUT, 0.001))
                .hasMessageContaining("CUT must be a multiple");
        assertThatThrownBy(() -> FaultShares.NONE.with(Ending.STALLED, -0.1)).hasMessageContaining("STALLED must be");
        assertThatThrownBy(() -> FaultShares.NONE.with(Ending.STALLED, 0.6).with(Ending.CUT, 0.6))
                .hasMessageContaining("exceed 1");
    }

    private void assertEndings(Ending ending) {
        assertThat(AwaitedLog.await(server, 1))
                .extracting(ServedRequest::ending)
                .containsExactly(ending);
    }
}
