package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleProbesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ECHOED = "text-that-a-provider-echoes";

    private final ProbeBench bench = new ProbeBench(Map.of(), null);
    private final SingleProbes probes = new SingleProbes(bench.client());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theOnlyTargetIsAskedAndTold() {
        try (var provider = new ScriptedProvider(exchange -> exchange.send(Answers.OK))) {
            Sample sample = probe(provider.baseUrl());

            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(provider.received()).hasSize(1);
        }
    }

    @Test
    void anAnswersTextIsNotTold() {
        String body = "{\"error\": {\"message\": \"" + ECHOED + "\"}}";
        try (var provider = new ScriptedProvider(exchange -> exchange.send(Answers.status("401 Unauthorized", body)))) {
            Sample sample = probe(provider.baseUrl());

            assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_ERROR);
            assertThat(sample.httpStatus()).isEqualTo(401);
            assertThat(sample.toString()).doesNotContain(ECHOED).doesNotContain(Rounds.PROMPT);
        }
    }

    @Test
    void aRoundOfSeveralTargetsIsRefused() {
        URI anywhere = URI.create("http://127.0.0.1:1/v1");

        assertThatThrownBy(() -> probes.probe(Rounds.round(Rounds.target(anywhere), Rounds.target(anywhere))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Sample probe(URI baseUrl) {
        return probes.probe(Rounds.round(Rounds.target(baseUrl))).await().atMost(PATIENCE);
    }
}
