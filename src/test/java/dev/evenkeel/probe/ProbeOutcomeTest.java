package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import dev.evenkeel.probe.ScriptedProvider.Script;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeOutcomeTest {
    private final ProbeBench bench =
            new ProbeBench(Map.of("max-response-bytes", "256K", "max-event-bytes", "128K"), null);

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void aCompleteStreamIsOk() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.OK));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(sample.httpStatus()).isEqualTo(200);
        assertThat(sample.error()).isNull();
        assertThat(sample.tokens()).isEqualTo(new Tokens(200, 64, null, null, 64, 2, TokenSource.USAGE));
        assertThat(sample.reportedModel()).isEqualTo("model-a-0905");
        assertThat(sample.systemFingerprint()).isEqualTo("fp_1");
        assertThat(sample.finishReason()).isEqualTo("stop");
        assertThat(requireNonNull(sample.cost()).amount()).isEqualByComparingTo(new BigDecimal("0.000228"));
        assertThat(sample.clientStallNs()).isNotNegative();
        assertThat(sample.controlErrorNs()).isNull();
        assertThat(sample.staleRetry()).isFalse();
    }

    @Test
    void clocksFollowTheOrderOfEvents() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.HEAD)
                .send(Answers.chunk(Answers.ROLE + Answers.REASONING))
                .pause(20)
                .send(Answers.chunk(Answers.TOKEN))
                .pause(20)
                .send(Answers.chunk(Answers.TOKEN))
                .pause(20)
                .send(Answers.chunk(Answers.FINISH + Answers.DONE) + Answers.LAST_CHUNK));

        Clocks clocks = requireNonNull(sample.clocks());
        assertThat(clocks.connectionReused()).isFalse();
        assertThat(clocks.tlsNs()).isZero();
        assertThat(List.of(
                        requireNonNull(clocks.dnsNs()) + requireNonNull(clocks.tcpNs()),
                        requireNonNull(clocks.connectedNs()),
                        requireNonNull(clocks.headersNs()),
                        requireNonNull(clocks.firstByteNs()),
                        requireNonNull(clocks.firstTokenNs()),
                        requireNonNull(clocks.firstAnswerNs()),
                        requireNonNull(clocks.lastTokenNs()),
                        clocks.endNs()))
                .isSorted();
        assertThat(clocks.firstAnswerNs()).isGreaterThan(clocks.firstTokenNs());
        assertThat(requireNonNull(clocks.sentNs())).isBetween(clocks.connectedNs(), clocks.endNs());
        assertThat(requireNonNull(sample.chunkGaps()).maxNs()).isPositive();
    }

    @Test
    void theTimeToFirstTokenContainsTheProvidersOwn() {
        long[] servedNs = new long[1];
        Sample sample = sampleOf(exchange -> {
            exchange.pause(100);
            servedNs[0] = System.nanoTime() - exchange.request().atNs();
            exchange.send(Answers.OK);
        });

        assertThat(requireNonNull(sample.clocks()).firstTokenNs()).isGreaterThanOrEqualTo(servedNs[0]);
    }

    @Test
    void aStreamSentByteByByteIsTheSame() {
        Sample sample = sampleOf(exchange -> {
            for (char c : Answers.OK.toCharArray()) {
                exchange.send(String.valueOf(c));
            }
        });

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(requireNonNull(sample.tokens()).events()).isEqualTo(2);
    }

    @Test
    void interimResponsesAreNoResponseHeads() {
        Sample sample = sampleOf(exchange ->
                exchange.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Answers.OK));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aStreamWithoutUsageCountsEventsAndHasNoCost() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.ok(Answers.TOKEN, Answers.FINISH, Answers.DONE)));

        assertThat(requireNonNull(sample.tokens()).source()).isEqualTo(TokenSource.EVENTS);
        assertThat(sample.cost()).isNull();
    }

    @Test
    void aCleanEndAfterAFinishReasonIsAProperEnd() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.ok(Answers.TOKEN, Answers.FINISH)));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aBodyThatTheConnectionsEndDelimitsMayEndProperly() {
        Sample sample = sampleOf(exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + Answers.TOKEN + Answers.FINISH);
            exchange.close();
        });

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "429 Too Many Requests, RATE_LIMITED",
        "500 Oops, SERVER_ERROR",
        "503 Service Unavailable, SERVER_ERROR",
        "529 Overloaded, SERVER_ERROR",
        "400 Bad Request, CLIENT_ERROR",
        "401 Unauthorized, CLIENT_ERROR",
        "404 Not Found, CLIENT_ERROR",
        "201 Created, STREAM_ERROR",
        "302 Found, STREAM_ERROR"
    })
    void aStatusIsAnOutcome(String status, Outcome outcome) {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.status(status, "{\"error\":\"quoted\"}")));

        assertThat(sample.outcome()).isEqualTo(outcome);
        assertThat(sample.httpStatus()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(sample.error()).isEqualTo("HTTP " + status.substring(0, 3));
        assertThat(requireNonNull(sample.clocks()).endNs()).isPositive();
        assertThat(sample.tokens()).isNull();
    }

    @Test
    void redirectsAreNotFollowed() {
        try (var elsewhere = new ScriptedProvider(exchange -> exchange.send(Answers.OK))) {
            Sample sample = sampleOf(exchange -> exchange.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: "
                    + elsewhere.baseUrl() + "/chat/completions\r\nContent-Length: 0\r\n\r\n"));

            assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void aRefusedConnectionIsAConnectError() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }

        Sample sample = bench.probe(URI.create("http://127.0.0.1:" + port + "/v1"));

        assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT_ERROR);
        assertThat(sample.httpStatus()).isNull();
        assertThat(requireNonNull(sample.clocks()).connectedNs()).isNull();
    }

    @Test
    void aNameThatDoesNotResolveIsAConnectError() {
        bench.names = Map.of("nowhere.test", List.of());

        Sample sample = bench.probe(URI.create("http://nowhere.test/v1"));

        assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT_ERROR);
        assertThat(sample.error()).contains("resolved");
        assertThat(requireNonNull(sample.clocks()).dnsNs()).isNull();
    }

    @Test
    void aConnectionClosedBeforeAResponseHeadIsAConnectError() {
        Sample sample = sampleOf(ScriptedProvider.Exchange::close);

        assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT_ERROR);
        assertThat(sample.staleRetry()).isFalse();
    }

    @Test
    void aConnectionResetAmidTheHeadIsAConnectError() {
        Sample sample = sampleOf(exchange -> exchange.send("HTTP/1.1 20").reset());

        assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {broken\n\n",
                "data: {\"error\":{\"message\":\"the-answer-that-stays-secret\"}}\n\n",
                "event: error\ndata: {}\n\n",
                "data: [1]\n\n"
            })
    void whatTheProtocolDoesNotSayIsAStreamError(String event) {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.ok(Answers.TOKEN, event, Answers.DONE)));

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.httpStatus()).isEqualTo(200);
        assertThat(requireNonNull(sample.tokens()).events()).isEqualTo(1);
    }

    @Test
    void aCutStreamIsAStreamError() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.HEAD + Answers.chunk(Answers.TOKEN + Answers.FINISH))
                .close());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(requireNonNull(sample.clocks()).firstTokenNs()).isNotNull();
    }

    @Test
    void aStreamThatEndsBeforeItsAnswerIsAStreamError() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.ok(Answers.TOKEN)));

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    }

    @Test
    void aBodyShorterThanItsLengthIsAStreamError() {
        Sample sample = sampleOf(exchange -> exchange.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + Answers.TOKEN + Answers.FINISH)
                .close());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "<html>\r\n\r\n"})
    void whatIsNotHttpIsAStreamError(String bytes) {
        Sample sample = sampleOf(exchange -> exchange.send(bytes).hold());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    }

    @Test
    void anUnreadableChunkSizeIsAStreamError() {
        Sample sample = sampleOf(exchange ->
                exchange.send(Answers.HEAD + "zz\r\n" + Answers.TOKEN).hold());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    }

    @Test
    void anEncodingThatCanNotBeUndoneIsAStreamError() {
        Sample sample = sampleOf(
                exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"));

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).contains("encoding");
    }

    @Test
    void anEndlessHeadIsAStreamError() {
        Sample sample = sampleOf(exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\n");
            while (true) {
                exchange.send("X-Padding: " + "x".repeat(1000) + "\r\n");
            }
        });

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    }

    @Test
    void anEndlessEventIsAStreamError() {
        Sample sample = sampleOf(exchange -> {
            exchange.send(Answers.HEAD + Answers.chunk("data: "));
            while (true) {
                exchange.send(Answers.chunk("x".repeat(1000)));
            }
        });

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).contains("event");
    }

    @Test
    void anEndlessStreamIsAStreamError() {
        Sample sample = sampleOf(exchange -> {
            exchange.send(Answers.HEAD);
            while (true) {
                exchange.send(Answers.chunk(Answers.TOKEN));
            }
        });

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).contains("longer");
        assertThat(requireNonNull(sample.tokens()).events()).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProperEndWithoutATokenIsEmpty(boolean done) {
        String end = done ? Answers.DONE : Answers.FINISH;
        Sample sample = sampleOf(exchange -> exchange.send(Answers.ok(Answers.ROLE, Answers.USAGE, end)));

        assertThat(sample.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(requireNonNull(sample.tokens()).events()).isZero();
    }

    @Test
    void anEmptyBodyIsEmpty() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.status("200 OK", "")));

        assertThat(sample.outcome()).isEqualTo(Outcome.EMPTY);
    }

    @Test
    void theRequestIsTheProtocols() {
        try (var provider = new ScriptedProvider(exchange -> exchange.send(Answers.OK))) {
            bench.probe(provider.baseUrl());

            var request = provider.received().get(0);
            assertThat(request.head()).startsWith("POST /v1/chat/completions HTTP/1.1\r\n");
            assertThat(request.head().toLowerCase(java.util.Locale.ROOT))
                    .contains("host: 127.0.0.1:" + provider.baseUrl().getPort() + "\r\n")
                    .contains("content-type: application/json\r\n")
                    .contains("accept: text/event-stream\r\n")
                    .doesNotContain("authorization");
            assertThat(request.body()).contains(Rounds.PROMPT).contains("\"stream\":true");
        }
    }

    @Test
    void aCostIsInTheTargetsCurrency() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.OK));

        assertThat(sample.cost()).extracting(Cost::currency).isEqualTo("USD");
    }

    private Sample sampleOf(Script script) {
        try (var provider = new ScriptedProvider(script)) {
            Sample sample = bench.probe(provider.baseUrl());
            assertThat(requireNonNull(sample.clocks()).endNs()).isLessThan(TimeUnit.SECONDS.toNanos(20));
            return sample;
        }
    }
}
