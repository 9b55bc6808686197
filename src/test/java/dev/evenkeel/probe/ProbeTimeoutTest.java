package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.TimeoutPhase;
import dev.evenkeel.probe.ScriptedProvider.Script;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeTimeoutTest {
    private static final long LONG = 20_000;

    private final ProbeBench bench = new ProbeBench();

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void aHandshakeThatIsNeverAnsweredRunsOutOfConnectTime() {
        try (var silent = new ScriptedProvider(ScriptedProvider.Exchange::hold)) {
            URI https = URI.create("https://127.0.0.1:" + silent.baseUrl().getPort() + "/v1");

            Sample sample = bench.probe(https, Rounds.timeouts(100, LONG, LONG, LONG));

            assertTimedOut(sample, TimeoutPhase.CONNECT, 100);
            assertThat(requireNonNull(sample.clocks()).tcpNs()).isNotNull();
            assertThat(sample.clocks().connectedNs()).isNull();
        }
    }

    @Test
    void aMissingHeadRunsOutOfFirstTokenTime() {
        Sample sample = sampleOf(ScriptedProvider.Exchange::hold, Rounds.timeouts(LONG, 100, LONG, LONG));

        assertTimedOut(sample, TimeoutPhase.FIRST_TOKEN, 100);
        assertThat(sample.httpStatus()).isNull();
    }

    @Test
    void aStreamThatBringsNoTokenRunsOutOfFirstTokenTime() {
        Sample sample = sampleOf(
                exchange -> exchange.send(Answers.HEAD + Answers.chunk(Answers.ROLE + ": keep-alive\n\n"))
                        .hold(),
                Rounds.timeouts(LONG, 100, LONG, LONG));

        assertTimedOut(sample, TimeoutPhase.FIRST_TOKEN, 100);
        assertThat(sample.httpStatus()).isEqualTo(200);
        assertThat(sample.tokens()).isNull();
    }

    @Test
    void silenceAfterATokenRunsOutOfStallTime() {
        Sample sample = sampleOf(
                exchange -> exchange.send(Answers.HEAD + Answers.chunk(Answers.TOKEN))
                        .hold(),
                Rounds.timeouts(LONG, LONG, 100, LONG));

        assertTimedOut(sample, TimeoutPhase.STALL, 100);
        assertThat(requireNonNull(sample.clocks()).firstTokenNs()).isNotNull();
    }

    @Test
    void slowReadsAreNoStall() {
        Sample sample = sampleOf(
                exchange -> {
                    exchange.send(Answers.HEAD);
                    for (int i = 0; i < 20; i++) {
                        exchange.send(Answers.chunk(Answers.TOKEN)).pause(50);
                    }
                    exchange.send(Answers.chunk(Answers.FINISH) + Answers.LAST_CHUNK);
                },
                Rounds.timeouts(LONG, LONG, 900, LONG));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(requireNonNull(sample.clocks()).endNs()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }

    @Test
    void anAnswerWithoutEndRunsOutOfTotalTime() {
        Sample sample = sampleOf(
                exchange -> exchange.send(Answers.HEAD + Answers.chunk(Answers.TOKEN))
                        .hold(),
                Rounds.timeouts(LONG, LONG, LONG, 100));

        assertTimedOut(sample, TimeoutPhase.TOTAL, 100);
    }

    private Sample sampleOf(Script script, ProbeTimeouts timeouts) {
        try (var provider = new ScriptedProvider(script)) {
            return bench.probe(provider.baseUrl(), timeouts);
        }
    }

    /** A timeout counts at its elapsed time, so that may not be less than the limit. */
    private static void assertTimedOut(Sample sample, TimeoutPhase phase, long limitMs) {
        assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(sample.timeoutPhase()).isEqualTo(phase);
        assertThat(requireNonNull(sample.clocks()).endNs())
                .isBetween(TimeUnit.MILLISECONDS.toNanos(limitMs), TimeUnit.MILLISECONDS.toNanos(LONG));
    }
}
