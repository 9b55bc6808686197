package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeConnectionTest {
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void theNextProbeReusesTheConnectionAndHasNoConnectTime(String nativeTransport) {
        try (var bench = new ProbeBench(Map.of("native-transport", nativeTransport), null);
                var provider = new ScriptedProvider(exchange -> exchange.send(Answers.OK))) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            Clocks clocks = requireNonNull(second.clocks());
            assertThat(second.outcome()).isEqualTo(Outcome.OK);
            assertThat(clocks.connectionReused()).isTrue();
            assertThat(List.of(
                            requireNonNull(clocks.dnsNs()),
                            requireNonNull(clocks.tcpNs()),
                            requireNonNull(clocks.tlsNs()),
                            requireNonNull(clocks.connectedNs())))
                    .containsOnly(0L);
            assertThat(provider.connections()).isEqualTo(1);
        }
    }

    @Test
    void aStaleConnectionIsTriedOnceMoreOnANewOne() {
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(
                        exchange -> exchange.send(Answers.OK),
                        ScriptedProvider.Exchange::close,
                        exchange -> exchange.send(Answers.OK))) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(second.outcome()).isEqualTo(Outcome.OK);
            assertThat(second.staleRetry()).isTrue();
            assertThat(requireNonNull(second.clocks()).connectionReused()).isFalse();
            assertThat(second.clocks().connectedNs()).isPositive();
            assertThat(provider.connections()).isEqualTo(2);
        }
    }

    @Test
    void theRetryOfAStaleConnectionIsTheLastOne() {
        try (var bench = new ProbeBench();
                var provider =
                        new ScriptedProvider(exchange -> exchange.send(Answers.OK), ScriptedProvider.Exchange::close)) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(second.outcome()).isEqualTo(Outcome.CONNECT_ERROR);
            assertThat(second.staleRetry()).isTrue();
            assertThat(provider.received()).hasSize(3);
        }
    }

    @Test
    void aReusedConnectionThatBreaksAfterAResponseByteIsNotTriedAgain() {
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(
                        exchange -> exchange.send(Answers.OK),
                        exchange -> exchange.send("HTTP/1.1").close())) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(second.outcome()).isEqualTo(Outcome.CONNECT_ERROR);
            assertThat(second.staleRetry()).isFalse();
            assertThat(provider.received()).hasSize(2);
        }
    }

    @Test
    void aConnectionThatTheProviderClosedMeanwhileIsForgotten() {
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(
                        exchange -> exchange.send(Answers.OK).close(), exchange -> exchange.send(Answers.OK))) {
            bench.probe(provider.baseUrl());

            Sample second = await().until(() -> bench.probe(provider.baseUrl()), sample -> !sample.staleRetry());

            assertThat(second.outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void anUnusedConnectionIsClosedAfterItsTime() {
        var clientLeft = new CountDownLatch(1);
        try (var bench = new ProbeBench(Map.of("keep-alive", "PT0.05S"), null);
                var provider = new ScriptedProvider(exchange -> {
                    exchange.send(Answers.OK).hold();
                    clientLeft.countDown();
                })) {
            bench.probe(provider.baseUrl());

            await().until(() -> clientLeft.getCount() == 0);
        }
    }

    @Test
    void anErrorsShortBodyIsReadAndTheConnectionKept() {
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(
                        exchange -> exchange.send(Answers.status("503 Service Unavailable", "x".repeat(1000))))) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(requireNonNull(second.clocks()).connectionReused()).isTrue();
        }
    }

    @Test
    void anErrorsEndlessBodyClosesTheConnection() {
        var clientLeft = new CountDownLatch(1);
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(exchange -> {
                    exchange.send("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n");
                    try {
                        while (true) {
                            exchange.send(Answers.chunk("x".repeat(1000)));
                        }
                    } finally {
                        clientLeft.countDown();
                    }
                })) {
            Sample sample = bench.probe(provider.baseUrl());

            assertThat(sample.outcome()).isEqualTo(Outcome.SERVER_ERROR);
            await().until(() -> clientLeft.getCount() == 0);
        }
    }

    @Test
    void anErrorsUnfinishedBodyClosesTheConnection() {
        var clientLeft = new CountDownLatch(1);
        try (var bench = new ProbeBench(Map.of("drain-timeout", "PT0.05S"), null);
                var provider = new ScriptedProvider(exchange -> {
                    exchange.send("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nx")
                            .hold();
                    clientLeft.countDown();
                })) {
            bench.probe(provider.baseUrl());

            await().until(() -> clientLeft.getCount() == 0);
        }
    }

    @Test
    void aBrokenStreamsConnectionIsNotKept() {
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(
                        exchange -> exchange.send(Answers.ok("data: {\n\n")), exchange -> exchange.send(Answers.OK))) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(requireNonNull(second.clocks()).connectionReused()).isFalse();
            assertThat(second.staleRetry()).isFalse();
        }
    }

    @Test
    void aProviderThatWantsItsConnectionClosedGetsANewOne() {
        try (var bench = new ProbeBench();
                var provider = new ScriptedProvider(exchange -> exchange.send(
                        Answers.OK.replace("Transfer-Encoding", "Connection: close\r\nTransfer-Encoding")))) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(second.outcome()).isEqualTo(Outcome.OK);
            assertThat(requireNonNull(second.clocks()).connectionReused()).isFalse();
            assertThat(second.staleRetry()).isFalse();
        }
    }
}
