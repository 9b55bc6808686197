package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.TimeoutPhase;
import dev.evenkeel.probe.RoundVerdict.Judged;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundVerdictTest {
    private static final ProbeResult OK = result(Outcome.OK, 200);
    private static final ProbeResult NOT_CONNECTED = result(Outcome.CONNECT_ERROR, null);
    private static final ProbeResult REFUSED = ProbeResult.refused("our rule");

    private final ProbeBench bench = new ProbeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT_ERROR", "TLS_ERROR", "TIMEOUT"})
    void whereEveryTargetOnTwoHostsFailsBeforeAHeadAllAreSuspect(Outcome outcome) {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example");
        var verdict = new RoundVerdict(probes);

        List<Judged> first = verdict.ended(probes.get(0), result(outcome, null));
        List<Judged> second = verdict.ended(probes.get(1), NOT_CONNECTED);

        assertThat(first).isEmpty();
        assertThat(second).extracting(Judged::probe).containsExactlyElementsOf(probes);
        assertThat(second).allMatch(Judged::suspect);
        assertThat(verdict.complete()).isTrue();
    }

    @Test
    void aHeadClearsTheFailuresThatWaitedAndThoseToCome() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes);
        verdict.ended(probes.get(0), NOT_CONNECTED);

        List<Judged> atTheHead = verdict.headArrived();
        List<Judged> after = verdict.ended(probes.get(1), NOT_CONNECTED);

        assertThat(atTheHead).containsExactly(new Judged(probes.get(0), NOT_CONNECTED, false));
        assertThat(after).containsExactly(new Judged(probes.get(1), NOT_CONNECTED, false));
        assertThat(verdict.ended(probes.get(2), OK)).containsExactly(new Judged(probes.get(2), OK, false));
    }

    @Test
    void aFailureWithAHeadClearsTheOthers() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes);
        verdict.ended(probes.get(0), NOT_CONNECTED);
        verdict.ended(probes.get(1), NOT_CONNECTED);

        List<Judged> judged = verdict.ended(probes.get(2), result(Outcome.SERVER_ERROR, 500));

        assertThat(judged).hasSize(3).noneMatch(Judged::suspect);
    }

    @Test
    void oneHostAloneIsBlamedAtOnce() {
        List<PreparedProbe> probes = probes("https://a.example/one", "https://A.example:8443/two");
        var verdict = new RoundVerdict(probes);

        List<Judged> first = verdict.ended(probes.get(0), NOT_CONNECTED);
        List<Judged> second = verdict.ended(probes.get(1), NOT_CONNECTED);

        assertThat(first).containsExactly(new Judged(probes.get(0), NOT_CONNECTED, false));
        assertThat(second).containsExactly(new Judged(probes.get(1), NOT_CONNECTED, false));
    }

    @Test
    void whatOurRulesRefusedIsNeitherHeldNorSuspectNorInTheWayOfAVerdict() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes);

        List<Judged> refused = verdict.ended(probes.get(0), REFUSED);
        verdict.ended(probes.get(1), NOT_CONNECTED);
        List<Judged> others = verdict.ended(probes.get(2), NOT_CONNECTED);

        assertThat(refused).containsExactly(new Judged(probes.get(0), REFUSED, false));
        assertThat(others).hasSize(2).allMatch(Judged::suspect);
    }

    @Test
    void aHostThatWasRefusedIsNoSecondHost() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example");
        var verdict = new RoundVerdict(probes);

        List<Judged> failed = verdict.ended(probes.get(0), NOT_CONNECTED);
        List<Judged> atTheEnd = verdict.ended(probes.get(1), REFUSED);

        assertThat(failed).isEmpty();
        assertThat(atTheEnd)
                .containsExactlyInAnyOrder(
                        new Judged(probes.get(1), REFUSED, false), new Judged(probes.get(0), NOT_CONNECTED, false));
    }

    @Test
    void aRoundThatCanNotBeWaitedForIsDecidedByWhatHasEnded() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var decidable = new RoundVerdict(probes);
        decidable.ended(probes.get(0), NOT_CONNECTED);
        decidable.ended(probes.get(1), NOT_CONNECTED);
        var undecidable = new RoundVerdict(probes);
        undecidable.ended(probes.get(0), NOT_CONNECTED);

        assertThat(decidable.conclude()).hasSize(2).allMatch(Judged::suspect);
        assertThat(undecidable.conclude()).containsExactly(new Judged(probes.get(0), NOT_CONNECTED, false));
    }

    private List<PreparedProbe> probes(String... baseUrls) {
        ProbeTarget[] targets =
                Stream.of(baseUrls).map(URI::create).map(Rounds::target).toArray(ProbeTarget[]::new);
        return bench.client().prepare(Rounds.round(targets));
    }

    private static ProbeResult result(Outcome outcome, @Nullable Integer status) {
        TimeoutPhase phase = outcome == Outcome.TIMEOUT ? TimeoutPhase.CONNECT : null;
        return new ProbeResult(outcome, phase, status, null, null, new AnswerTally(), false, null);
    }
}
