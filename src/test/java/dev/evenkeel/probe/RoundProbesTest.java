package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleId;
import dev.evenkeel.measurement.SuspectCause;
import dev.evenkeel.pipeline.SamplePublisher;
import io.netty.util.NetUtil;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundProbesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProbeBench bench = new ProbeBench(Map.of("shutdown-grace", "PT1S"), null);
    private final List<Sample> published = new CopyOnWriteArrayList<>();
    private final SamplePublisher publisher =
            sample -> Uni.createFrom().<Void>nullItem().invoke(() -> published.add(sample));
    private final RoundProbes rounds = bench.rounds(publisher);
    private final ScriptedProvider provider = new ScriptedProvider(exchange -> exchange.send(Answers.OK));

    /** Holds a port where nobody listens. */
    private final Socket closed = new Socket();

    @BeforeEach
    void holdAPort() throws IOException {
        closed.bind(new InetSocketAddress(NetUtil.LOCALHOST4, 0));
    }

    @AfterEach
    void close() throws IOException {
        closed.close();
        bench.close();
        provider.close();
    }

    @Test
    void aRoundFiresAtItsInstantAndNotBefore() {
        long fireAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        RoundRequest round =
                Rounds.round(Instant.now().plusMillis(300), Rounds.PATIENT, Rounds.target(provider.baseUrl()));

        rounds.begin(round, Rounds.OURS).await().atMost(PATIENCE);

        await().until(() -> published.size() == 1);
        long toleratedNs = TimeUnit.MILLISECONDS.toNanos(10);
        assertThat(provider.received().get(0).atNs()).isGreaterThan(fireAtNs - toleratedNs);
        assertThat(requireNonNull(published.get(0).clocks()).schedulingDelayNs())
                .isBetween(0L, Duration.ofSeconds(10).toNanos());
    }

    @Test
    void aRoundThatAnotherProcessHasTakenOverBeforeItsInstantIsLeftToThat() {
        AtomicBoolean ours = new AtomicBoolean(true);
        RoundRequest round =
                Rounds.round(Instant.now().plusMillis(300), Rounds.PATIENT, Rounds.target(provider.baseUrl()));
        CompletableFuture<Void> begun = rounds.begin(round, ours::get).subscribeAsCompletionStage();

        ours.set(false);
        begun.join();
        rounds.begin(Rounds.round(Rounds.target(provider.baseUrl())), Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> !published.isEmpty());
        assertThat(published).extracting(Sample::runId).doesNotContain(round.runId());
        assertThat(provider.received()).hasSize(1);
    }

    @Test
    void aRoundThatIsPublishedTwiceIsProbedOnce() {
        RoundRequest round =
                Rounds.round(Instant.now().plusMillis(200), Rounds.PATIENT, Rounds.target(provider.baseUrl()));

        Uni.join()
                .all(rounds.begin(round, Rounds.OURS), rounds.begin(round, Rounds.OURS))
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        rounds.begin(round, Rounds.OURS).await().atMost(PATIENCE);
        rounds.begin(Rounds.round(Rounds.target(provider.baseUrl())), Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 2);
        assertThat(provider.received()).hasSize(2);
        assertThat(published).extracting(Sample::id).doesNotHaveDuplicates();
    }

    @Test
    void aSampleSaysWhatItIsASampleOf() {
        ProbeTarget target = Rounds.target(provider.baseUrl());
        RoundRequest round = Rounds.round(target);

        rounds.begin(round, Rounds.OURS).await().atMost(PATIENCE);

        await().until(() -> published.size() == 1);
        Sample sample = published.get(0);
        assertThat(sample.id()).isEqualTo(SampleId.of(round.runId(), 3, target.id(), sample.arm(), round.vantage()));
        assertThat(sample.campaignId()).isEqualTo(round.campaignId());
        assertThat(sample.round()).isEqualTo(3);
        assertThat(sample.specVersion()).isEqualTo(2);
        assertThat(sample.target()).isEqualTo(target.target());
        assertThat(sample.idleBefore()).isEqualTo(target.idleBefore());
        assertThat(requireNonNull(sample.startedAt())).isAfterOrEqualTo(sample.scheduledAt());
    }

    @Test
    void allTargetsAreAskedTheSameAndAnsweredApart() {
        try (var failing = new ScriptedProvider(exchange -> exchange.send(Answers.status("500 Oops", "")))) {
            RoundRequest round = Rounds.round(
                    Rounds.target(provider.baseUrl()),
                    Rounds.target(failing.baseUrl()),
                    Rounds.target(URI.create("http://nowhere.invalid/v1"), null, 1, Map.of()));
            bench.names = Map.of("nowhere.invalid", List.of());

            rounds.begin(round, Rounds.OURS).await().atMost(PATIENCE);

            await().until(() -> published.size() == 3);
            assertThat(published)
                    .extracting(Sample::outcome)
                    .containsExactlyInAnyOrder(Outcome.OK, Outcome.SERVER_ERROR, Outcome.CONNECT_ERROR);
            assertThat(provider.received().get(0).body())
                    .isEqualTo(failing.received().get(0).body());
        }
    }

    @Test
    void whereNoHostCanBeReachedEverySampleIsSuspect() {
        rounds.begin(Rounds.round(unreachable("127.0.0.1"), unreachable("127.0.0.2")), Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 2);
        assertThat(published).extracting(Sample::outcome).containsOnly(Outcome.CONNECT_ERROR);
        assertThat(published).extracting(Sample::suspectCause).containsOnly(SuspectCause.NETWORK);
    }

    @Test
    void whereOneTargetAnswersTheFailuresOfTheOthersAreTheirs() {
        rounds.begin(
                        Rounds.round(
                                unreachable("127.0.0.1"), unreachable("127.0.0.2"), Rounds.target(provider.baseUrl())),
                        Rounds.OURS)
                .await()
                .atMost(PATIENCE);

        await().until(() -> published.size() == 3);
        assertThat(published)
                .extracting(Sample::outcome)
                .containsExactlyInAnyOrder(Outcome.CONNECT_ERROR, Outcome.CONNECT_ERROR, Outcome.OK);
        assertThat(published).extracting(Sample::suspectCause).doesNotContain(SuspectCause.NETWORK);
    }

    @Test
    void aFailureIsHeldNoLongerThanUntilAHeadArrives() {
        var mayBegin = new CountDownLatch(1);
        try (var slow = new ScriptedProvider(exchange -> {
            awaited(mayBegin);
            exchange.send(Answers.HEAD).hold();
        })) {
            rounds.begin(Rounds.round(unreachable("127.0.0.2"), Rounds.target(slow.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);
            await().during(Duration.ofMillis(200)).until(published::isEmpty);

            mayBegin.countDown();

            await().until(() -> published.size() == 1);
            assertThat(published.get(0).outcome()).isEqualTo(Outcome.CONNECT_ERROR);
            assertThat(published.get(0).suspectCause()).isNotEqualTo(SuspectCause.NETWORK);
        }
    }

    @Test
    void aStopPublishesTheFailuresThatWaitedForAVerdict() {
        try (var silent = new ScriptedProvider(ScriptedProvider.Exchange::hold)) {
            rounds.begin(
                            Rounds.round(
                                    unreachable("127.0.0.1"),
                                    unreachable("127.0.0.2"),
                                    Rounds.target(silent.baseUrl())),
                            Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);
            await().until(() -> silent.received().size() == 1);

            rounds.stop(new ShutdownEvent());

            assertThat(published).extracting(Sample::outcome).containsOnly(Outcome.CONNECT_ERROR);
            assertThat(published).hasSize(2).allMatch(Sample::suspect);
        }
    }

    @Test
    void targetsAreFiredInTheOrderThatTheRoundDetermines() {
        RoundRequest round = Rounds.round(Stream.generate(() -> Rounds.target(provider.baseUrl()))
                .limit(8)
                .toArray(ProbeTarget[]::new));

        List<PreparedProbe> prepared = bench.client().prepare(round);

        assertThat(prepared).extracting(PreparedProbe::target).isEqualTo(round.targetsInFiringOrder());
    }

    @Test
    void anExpiredRoundIsDroppedAndDone() {
        RoundRequest round =
                Rounds.round(Instant.now().minusSeconds(6), Rounds.PATIENT, Rounds.target(provider.baseUrl()));

        rounds.begin(round, Rounds.OURS).await().atMost(PATIENCE);

        assertThat(provider.connections()).isZero();
        assertThat(published).isEmpty();
    }

    @Test
    void aLateRoundThatHasNotExpiredTellsItsDelay() {
        RoundRequest round =
                Rounds.round(Instant.now().minusSeconds(2), Rounds.PATIENT, Rounds.target(provider.baseUrl()));

        rounds.begin(round, Rounds.OURS).await().atMost(PATIENCE);

        await().until(() -> published.size() == 1);
        assertThat(requireNonNull(published.get(0).clocks()).schedulingDelayNs())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void aSampleThatCanNotBePublishedHoldsNothingUp() {
        SamplePublisher broken = sample -> Uni.createFrom().failure(new IllegalStateException("broker is away"));
        var losing = bench.rounds(broken);
        losing.begin(Rounds.round(Rounds.target(provider.baseUrl())), Rounds.OURS)
                .await()
                .atMost(PATIENCE);
        await().until(() -> provider.received().size() == 1);

        long began = System.nanoTime();
        losing.stop(new ShutdownEvent());

        assertThat(System.nanoTime() - began).isLessThan(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void aStopWaitsForProbesUnderWay() {
        var arrived = new CountDownLatch(1);
        try (var slow = new ScriptedProvider(exchange -> {
            arrived.countDown();
            exchange.pause(100).send(Answers.OK);
        })) {
            rounds.begin(Rounds.round(Rounds.target(slow.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);
            await().until(() -> arrived.getCount() == 0);

            rounds.stop(new ShutdownEvent());

            assertThat(published).extracting(Sample::outcome).containsExactly(Outcome.OK);
        }
    }

    @Test
    void aProbeThatAStopAbandonedIsNotPublished() {
        var arrived = new CountDownLatch(1);
        var clientLeft = new CountDownLatch(1);
        try (var holding = new ScriptedProvider(exchange -> {
            arrived.countDown();
            exchange.hold();
            clientLeft.countDown();
        })) {
            rounds.begin(Rounds.round(Rounds.target(holding.baseUrl())), Rounds.OURS)
                    .await()
                    .atMost(PATIENCE);
            await().until(() -> arrived.getCount() == 0);
            rounds.stop(new ShutdownEvent());

            bench.close();

            await().until(() -> clientLeft.getCount() == 0);
            assertThat(published).isEmpty();
        }
    }

    @Test
    void aStopLeavesRoundsThatHaveNotFiredUnacknowledged() {
        CompletableFuture<Void> begun = rounds.begin(
                        Rounds.round(Instant.now().plusMillis(300), Rounds.PATIENT, Rounds.target(provider.baseUrl())),
                        Rounds.OURS)
                .subscribeAsCompletionStage();

        rounds.stop(new ShutdownEvent());

        await().during(Duration.ofMillis(600)).until(() -> !begun.isDone());
        assertThat(provider.connections()).isZero();
    }

    private ProbeTarget unreachable(String host) {
        return Rounds.target(URI.create("http://" + host + ":" + closed.getLocalPort() + "/v1"));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
