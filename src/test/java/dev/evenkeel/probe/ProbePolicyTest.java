package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.Sample;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbePolicyTest {
    private final ProbeBench bench = new ProbeBench();
    private final ScriptedProvider provider = new ScriptedProvider(exchange -> exchange.send(Answers.OK));

    @AfterEach
    void close() {
        bench.close();
        provider.close();
    }

    @Test
    void aUrlThatTheGuardRefusesIsNotProbed() {
        bench.urlRefusal = "plain http is not allowed there";

        Sample sample = bench.probe(provider.baseUrl());

        assertRefused(sample, "plain http is not allowed there");
        assertThat(provider.connections()).isZero();
    }

    @Test
    void aNameThatResolvesToRefusedAddressesOnlyIsNotConnectedTo() {
        bench.names = Map.of("provider.test", List.of("127.0.0.1", "10.0.0.1"));
        bench.refusedAddresses = List.of("127.0.0.1", "10.0.0.1");

        Sample sample = bench.probe(provider.baseUrl("provider.test"));

        assertRefused(sample, "address 10.0.0.1 is not allowed");
        assertThat(provider.connections()).isZero();
    }

    @Test
    void onlyPermittedAddressesAreConnectedTo() {
        bench.names = Map.of("provider.test", List.of("127.0.0.2", "127.0.0.1"));
        bench.refusedAddresses = List.of("127.0.0.2");

        Sample sample = bench.probe(provider.baseUrl("provider.test"));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(provider.received().get(0).head())
                .contains("provider.test:" + provider.baseUrl().getPort());
    }

    @Test
    void theNextPermittedAddressIsTriedWhereOneDoesNotAnswer() {
        bench.names = Map.of("provider.test", List.of("127.0.0.2", "127.0.0.1"));

        Sample sample = bench.probe(provider.baseUrl("provider.test"));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aKeptConnectionWhoseAddressIsRefusedMeanwhileIsNotUsed() {
        bench.probe(provider.baseUrl());
        bench.refusedAddresses = List.of("127.0.0.1");

        Sample second = bench.probe(provider.baseUrl());

        assertRefused(second, "address 127.0.0.1 is not allowed");
        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void aCredentialIsSentWhereItMayBe() {
        bench.probe(target("example"), Rounds.PATIENT);

        assertThat(provider.received().get(0).head())
                .containsIgnoringCase("authorization: Bearer " + ProbeBench.SECRET);
    }

    @Test
    void nothingIsSentWhereACredentialMayNotBe() {
        bench.credentialRefusal = "credential example is bound to other origins";

        Sample sample = bench.probe(target("example"), Rounds.PATIENT);

        assertRefused(sample, "credential example is bound to other origins");
        assertThat(provider.connections()).isZero();
    }

    @Test
    void aSecretThatIsNoHeaderValueIsNeitherSentNorQuoted() {
        bench.secret = "sk\r\nX-Injected: yes";

        Sample sample = bench.probe(target("example"), Rounds.PATIENT);

        assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
        assertThat(sample.error()).doesNotContain("sk").doesNotContain("Injected");
        assertThat(provider.connections()).isZero();
    }

    @Test
    void noSampleCarriesPromptAnswerOrSecret() throws JsonProcessingException {
        String leak = Answers.ANSWER_TEXT + Rounds.PROMPT + ProbeBench.SECRET;
        try (var leaking = new ScriptedProvider(
                exchange -> exchange.send(Answers.OK),
                exchange -> exchange.send(Answers.status("401 " + leak, leak)),
                exchange -> exchange.send(Answers.ok(Answers.event("{\"error\":\"" + leak + "\"}"))),
                exchange -> exchange.send(Answers.ok(Answers.TOKEN, Answers.event("{" + leak))),
                exchange -> exchange.send(leak + "\r\n\r\n").close())) {
            ProbeTarget target = Rounds.target(leaking.baseUrl(), "example", 8, Map.of("stop", Rounds.PROMPT));
            for (int i = 0; i < 5; i++) {
                Sample sample = bench.probe(target, Rounds.PATIENT);

                assertThat(json(sample))
                        .contains("\"outcome\"")
                        .doesNotContain(Answers.ANSWER_TEXT)
                        .doesNotContain(Rounds.PROMPT)
                        .doesNotContain(ProbeBench.SECRET);
            }
            assertThat(leaking.received()).hasSize(5);
        }
    }

    private ProbeTarget target(@Nullable String credential) {
        return Rounds.target(provider.baseUrl(), credential, 8, Map.of());
    }

    private static String json(Sample sample) throws JsonProcessingException {
        return new ObjectMapper().registerModule(new JavaTimeModule()).writeValueAsString(sample);
    }

    private static void assertRefused(Sample sample, String reason) {
        assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
        assertThat(requireNonNull(sample.error())).isEqualTo(reason);
        assertThat(sample.clocks()).isNull();
        assertThat(sample.startedAt()).isNull();
    }
}
