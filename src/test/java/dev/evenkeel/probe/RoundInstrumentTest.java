package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SuspectCause;
import dev.evenkeel.pipeline.SamplePublisher;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections a round's probes use, how far they can be vouched for, and how many there may be at once. */
class RoundInstrumentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProbeBench bench = new ProbeBench();
    private final List<Sample> published = new CopyOnWriteArrayList<>();
    private final SamplePublisher publisher =
            sample -> Uni.createFrom().<Void>nullItem().invoke(() -> published.add(sample));
    private final RoundProbes rounds = bench.rounds(publisher);
    private final ScriptedProvider provider = new ScriptedProvider(exchange -> exchange.send(Answers.OK));

    @AfterEach
    void close() {
        bench.close();
        provider.close();
    }

    @Test
    void aTargetThatOurOwnLimitForbidsIsNotAskedAndItsSampleSaysWhy() {
        ProbeTarget asked = Rounds.target(provider.baseUrl());
        ProbeTarget refused = Rounds.target(provider.baseUrl());

        rounds.begin(
                        Rounds.refusing(refused, "requestsPerMinute: 3 a minute", Rounds.round(asked, refused)),
                        Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 2);
        assertThat(provider.received()).hasSize(1);
        assertThat(published)
                .filteredOn(sample -> sample.targetId().equals(refused.id()))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
                    assertThat(sample.error()).isEqualTo("requestsPerMinute: 3 a minute");
                    assertThat(sample.startedAt()).isNull();
                });
    }

    @Test
    void withBothArmsEachTargetIsAskedOnAKeptConnectionAndOnANewOneWithANonceOfItsOwn() {
        ProbeTarget target = Rounds.target(provider.baseUrl());
        rounds.begin(Rounds.round(target), Rounds.OURS).await().atMost(PATIENCE);
        await().until(() -> published.size() == 1);
        published.clear();

        rounds.begin(Rounds.onBothArms(Rounds.round(target)), Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 2);
        Map<ConnectionArm, Clocks> byArm =
                published.stream().collect(Collectors.toMap(Sample::arm, sample -> requireNonNull(sample.clocks())));
        Clocks warm = requireNonNull(byArm.get(ConnectionArm.REUSE));
        Clocks fresh = requireNonNull(byArm.get(ConnectionArm.FRESH));
        assertThat(warm.connectionReused()).isTrue();
        assertThat(fresh.connectionReused()).isFalse();
        assertThat(fresh.tcpNs()).isPositive();
        assertThat(provider.received())
                .extracting(ScriptedProvider.Received::body)
                .filteredOn(body -> body.contains(Rounds.FRESH_PROMPT))
                .hasSize(1);
        assertThat(published).extracting(Sample::id).doesNotHaveDuplicates();
    }

    @Test
    void aNewConnectionIsNotKeptForTheOtherArm() {
        ProbeTarget target = Rounds.target(provider.baseUrl());
        rounds.begin(Rounds.onBothArms(Rounds.round(target)), Rounds.OURS)
                .await()
                .atMost(PATIENCE);
        await().until(() -> published.size() == 2);

        rounds.begin(Rounds.onBothArms(Rounds.round(target)), Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 4);
        assertThat(provider.connections()).isEqualTo(3);
    }

    @Test
    void everySampleTellsHowRightItsRoundsControlWasMeasured() {
        rounds.begin(Rounds.round(Rounds.target(provider.baseUrl()), Rounds.target(provider.baseUrl())), Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 2);
        assertThat(published).extracting(Sample::controlErrorNs).doesNotContainNull();
        assertThat(published.get(0).controlErrorNs()).isEqualTo(published.get(1).controlErrorNs());
    }

    @Test
    void theControlCanBeSwitchedOff() {
        try (var without = new ProbeBench(Map.of("control", "false"), null)) {
            without.rounds(publisher)
                    .begin(Rounds.round(Rounds.target(provider.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);

            await().until(() -> published.size() == 1);
            assertThat(published.get(0).controlErrorNs()).isNull();
            assertThat(published.get(0).suspectCause()).isNotEqualTo(SuspectCause.CONTROL);
        }
    }

    @Test
    void aLoopThatIsBlockedWhileAnAnswerComesMakesTheSampleSuspect() {
        try (var one = new ProbeBench(Map.of("event-loops", "1", "control", "false"), null);
                var slow = new ScriptedProvider(exchange -> {
                    one.client().execute(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)));
                    exchange.pause(50).send(Answers.OK);
                })) {
            one.rounds(publisher)
                    .begin(Rounds.round(Rounds.target(slow.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);

            await().until(() -> published.size() == 1);
            Sample sample = published.get(0);
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.suspectCause()).isEqualTo(SuspectCause.CLIENT_STALL);
            assertThat(requireNonNull(sample.clientStallNs())).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    @Test
    void aLoopThatIsBlockedWhileTheControlAnswersMakesTheWholeRoundSuspect() {
        var mayAnswer = new CountDownLatch(1);
        try (var one = new ProbeBench(Map.of("event-loops", "1"), null);
                var slow = new ScriptedProvider(exchange -> {
                    awaited(mayAnswer);
                    exchange.send(Answers.OK);
                })) {
            RoundProbes firing = one.rounds(publisher);
            RoundRequest round =
                    Rounds.round(Instant.now().plusMillis(100), Rounds.PATIENT, Rounds.target(slow.baseUrl()));
            var block = one.client()
                    .after(
                            TimeUnit.MILLISECONDS.toNanos(110),
                            () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)));
            firing.begin(round, Rounds.OURS).await().atMost(PATIENCE);
            await().until(block::isDone);
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);

            mayAnswer.countDown();

            await().until(() -> published.size() == 1);
            assertThat(published.get(0).suspectCause()).isEqualTo(SuspectCause.CONTROL);
            assertThat(requireNonNull(published.get(0).controlErrorNs()))
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Test
    void aRoundThatWouldBeTooManyStreamsWaitsAndShowsIt() {
        var mayAnswer = new CountDownLatch(1);
        try (var few = new ProbeBench(Map.of("max-streams", "1"), null);
                var slow = new ScriptedProvider(exchange -> {
                    awaited(mayAnswer);
                    exchange.send(Answers.OK);
                })) {
            RoundProbes bounded = few.rounds(publisher);
            bounded.begin(Rounds.round(Rounds.target(slow.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);
            await().until(() -> slow.received().size() == 1);
            CompletableFuture<Void> second = bounded.begin(Rounds.round(Rounds.target(provider.baseUrl())), Rounds.OURS)
                    .subscribeAsCompletionStage();
            await().during(Duration.ofMillis(200)).until(() -> !second.isDone());

            mayAnswer.countDown();

            await().until(() -> published.size() == 2);
            assertThat(requireNonNull(published.get(1).clocks()).queuedNs())
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Test
    void aRoundThatFindsNoRoomInTimeIsMissedAndDone() {
        try (var few = new ProbeBench(Map.of("max-streams", "1"), null);
                var silent = new ScriptedProvider(ScriptedProvider.Exchange::hold)) {
            List<MissedRound> missed = new CopyOnWriteArrayList<>();
            RoundProbes bounded = few.rounds(
                    publisher, round -> Uni.createFrom().<Void>nullItem().invoke(() -> missed.add(round)));
            bounded.begin(Rounds.round(Rounds.target(silent.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);
            RoundRequest late = Rounds.round(
                    Instant.now(), Duration.ofMillis(200), Rounds.PATIENT, Rounds.target(provider.baseUrl()));

            bounded.begin(late, Rounds.OURS).await().atMost(PATIENCE);

            assertThat(provider.connections()).isZero();
            assertThat(published).isEmpty();
            assertThat(missed)
                    .containsExactly(new MissedRound(
                            late.campaignId(),
                            late.runId(),
                            late.round(),
                            late.vantage(),
                            late.fireAt(),
                            MissedRound.Reason.MAX_STREAMS,
                            1));
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
