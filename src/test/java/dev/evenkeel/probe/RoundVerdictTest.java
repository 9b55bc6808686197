package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.SuspectCause;
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
        var verdict = new RoundVerdict(probes, false);

        List<Judged> first = verdict.ended(probes.get(0), result(outcome, null));
        List<Judged> second = verdict.ended(probes.get(1), NOT_CONNECTED);

        assertThat(first).isEmpty();
        assertThat(second).extracting(Judged::probe).containsExactlyElementsOf(probes);
        assertThat(second).allMatch(RoundVerdictTest::networks);
        assertThat(verdict.complete()).isTrue();
    }

    @Test
    void aHeadClearsTheFailuresThatWaitedAndThoseToCome() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes, false);
        verdict.ended(probes.get(0), NOT_CONNECTED);

        List<Judged> atTheHead = verdict.headArrived();
        List<Judged> after = verdict.ended(probes.get(1), NOT_CONNECTED);

        assertThat(atTheHead).containsExactly(new Judged(probes.get(0), NOT_CONNECTED, null, null));
        assertThat(after).containsExactly(new Judged(probes.get(1), NOT_CONNECTED, null, null));
        assertThat(verdict.ended(probes.get(2), OK)).containsExactly(new Judged(probes.get(2), OK, null, null));
    }

    @Test
    void aFailureWithAHeadClearsTheOthers() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes, false);
        verdict.ended(probes.get(0), NOT_CONNECTED);
        verdict.ended(probes.get(1), NOT_CONNECTED);

        List<Judged> judged = verdict.ended(probes.get(2), result(Outcome.SERVER_ERROR, 500));

        assertThat(judged).hasSize(3).allMatch(one -> one.cause() == null);
    }

    @Test
    void oneHostAloneIsBlamedAtOnce() {
        List<PreparedProbe> probes = probes("https://a.example/one", "https://A.example:8443/two");
        var verdict = new RoundVerdict(probes, false);

        List<Judged> first = verdict.ended(probes.get(0), NOT_CONNECTED);
        List<Judged> second = verdict.ended(probes.get(1), NOT_CONNECTED);

        assertThat(first).containsExactly(new Judged(probes.get(0), NOT_CONNECTED, null, null));
        assertThat(second).containsExactly(new Judged(probes.get(1), NOT_CONNECTED, null, null));
    }

    @Test
    void whatOurRulesRefusedIsNeitherHeldNorSuspectNorInTheWayOfAVerdict() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes, false);

        List<Judged> refused = verdict.ended(probes.get(0), REFUSED);
        verdict.ended(probes.get(1), NOT_CONNECTED);
        List<Judged> others = verdict.ended(probes.get(2), NOT_CONNECTED);

        assertThat(refused).containsExactly(new Judged(probes.get(0), REFUSED, null, null));
        assertThat(others).hasSize(2).allMatch(RoundVerdictTest::networks);
    }

    @Test
    void aHostThatWasRefusedIsNoSecondHost() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example");
        var verdict = new RoundVerdict(probes, false);

        List<Judged> failed = verdict.ended(probes.get(0), NOT_CONNECTED);
        List<Judged> atTheEnd = verdict.ended(probes.get(1), REFUSED);

        assertThat(failed).isEmpty();
        assertThat(atTheEnd)
                .containsExactlyInAnyOrder(
                        new Judged(probes.get(1), REFUSED, null, null),
                        new Judged(probes.get(0), NOT_CONNECTED, null, null));
    }

    @Test
    void aRoundThatCanNotBeWaitedForIsDecidedByWhatHasEnded() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var decidable = new RoundVerdict(probes, false);
        decidable.ended(probes.get(0), NOT_CONNECTED);
        decidable.ended(probes.get(1), NOT_CONNECTED);
        var undecidable = new RoundVerdict(probes, false);
        undecidable.ended(probes.get(0), NOT_CONNECTED);

        assertThat(decidable.conclude()).hasSize(2).allMatch(RoundVerdictTest::networks);
        assertThat(undecidable.conclude()).containsExactly(new Judged(probes.get(0), NOT_CONNECTED, null, null));
    }

    @Test
    void everySampleWaitsForTheControl() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example");
        var verdict = new RoundVerdict(probes, true);

        List<Judged> before = verdict.ended(probes.get(0), OK);
        List<Judged> withIt = verdict.controlled(new ControlReading(40_000L, false));
        List<Judged> after = verdict.ended(probes.get(1), OK);

        assertThat(before).isEmpty();
        assertThat(withIt).containsExactly(new Judged(probes.get(0), OK, null, 40_000L));
        assertThat(after).containsExactly(new Judged(probes.get(1), OK, null, 40_000L));
        assertThat(verdict.complete()).isTrue();
    }

    @Test
    void aRoundWhoseControlIsOffIsSuspectAsAWhole() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example", "https://c.example");
        var verdict = new RoundVerdict(probes, true);
        verdict.ended(probes.get(0), OK);
        verdict.ended(probes.get(1), REFUSED);

        List<Judged> judged = verdict.controlled(new ControlReading(3_000_000L, true));
        List<Judged> after = verdict.ended(probes.get(2), NOT_CONNECTED);

        assertThat(judged)
                .containsExactlyInAnyOrder(
                        new Judged(probes.get(0), OK, SuspectCause.CONTROL, 3_000_000L),
                        new Judged(probes.get(1), REFUSED, null, null));
        assertThat(after).containsExactly(new Judged(probes.get(2), NOT_CONNECTED, SuspectCause.CONTROL, 3_000_000L));
    }

    @Test
    void aFailureWithoutAHeadWaitsForItsRoundWhenTheControlHasBeenReadLongAgo() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example");
        var verdict = new RoundVerdict(probes, true);
        verdict.controlled(new ControlReading(40_000L, false));

        assertThat(verdict.ended(probes.get(0), NOT_CONNECTED)).isEmpty();
        assertThat(verdict.ended(probes.get(1), NOT_CONNECTED)).hasSize(2).allMatch(RoundVerdictTest::networks);
    }

    @Test
    void aProbeWhoseOwnLoopStalledIsSuspectByItself() {
        List<PreparedProbe> probes = probes("https://a.example", "https://b.example");
        var verdict = new RoundVerdict(probes, false);
        var clocks =
                new Clocks(0, 0L, 0L, 0L, 0L, 0L, true, 1L, 2L, 3L, 50_000_000L, 50_000_000L, 50_000_000L, 60_000_000);
        var stalled = new ProbeResult(
                Outcome.OK, null, 200, null, clocks, new AnswerTally(), false, null, 1_000_001L, true, null);
        var inTime = new ProbeResult(
                Outcome.OK, null, 200, null, clocks, new AnswerTally(), false, null, 1_000_000L, false, null);

        assertThat(verdict.ended(probes.get(0), stalled))
                .extracting(Judged::cause)
                .containsExactly(SuspectCause.CLIENT_STALL);
        assertThat(verdict.ended(probes.get(1), inTime))
                .extracting(Judged::cause)
                .containsOnlyNulls();
    }

    private static boolean networks(Judged judged) {
        return judged.cause() == SuspectCause.NETWORK;
    }

    private List<PreparedProbe> probes(String... baseUrls) {
        ProbeTarget[] targets =
                Stream.of(baseUrls).map(URI::create).map(Rounds::target).toArray(ProbeTarget[]::new);
        return bench.client().prepare(Rounds.round(targets));
    }

    private static ProbeResult result(Outcome outcome, @Nullable Integer status) {
        TimeoutPhase phase = outcome == Outcome.TIMEOUT ? TimeoutPhase.CONNECT : null;
        return new ProbeResult(outcome, phase, status, null, null, new AnswerTally(), false, null, null, false, null);
    }
}
