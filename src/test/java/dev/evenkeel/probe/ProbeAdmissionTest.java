package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.Sample;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps a probe from its start: the provider's concurrency, and a cool-down that it asked for. */
class ProbeAdmissionTest {
    private static final Duration TOLERANCE = Duration.ofSeconds(20);

    private final ProbeBench bench = new ProbeBench(Map.of("max-cool-down", "PT1S"), null);
    private final Semaphore mayAnswer = new Semaphore(0);
    private final ScriptedProvider slow = new ScriptedProvider(exchange -> {
        mayAnswer.acquireUninterruptibly();
        exchange.send(Answers.OK);
    });

    @AfterEach
    void close() {
        bench.close();
        slow.close();
    }

    @Test
    void aProbeAboveTheConcurrencyWaitsItsTurnAndShowsTheWaitAsItsSchedulingDelay() {
        ProbeTarget target = one(slow.baseUrl(), null);
        CompletableFuture<Sample> first = bench.start(target, TOLERANCE);
        await().until(() -> slow.received().size() == 1);
        CompletableFuture<Sample> second = bench.start(target, TOLERANCE);
        Sample behindTheSecond = ProbeBench.await(bench.start(target, Duration.ofMillis(1)));
        assertThat(behindTheSecond.outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
        long waitedFrom = System.nanoTime();

        await().during(Duration.ofMillis(200))
                .until(() -> !second.isDone() && slow.received().size() == 1);
        long released = System.nanoTime();
        long waitedNs = released - waitedFrom;
        mayAnswer.release(2);

        assertThat(ProbeBench.await(first).outcome()).isEqualTo(Outcome.OK);
        Sample sample = ProbeBench.await(second);
        long sinceReleasedNs = System.nanoTime() - released;
        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(requireNonNull(sample.clocks()).schedulingDelayNs()).isGreaterThanOrEqualTo(waitedNs);
        assertThat(requireNonNull(sample.clocks()).queuedNs())
                .isBetween(waitedNs, sample.clocks().schedulingDelayNs());
        assertThat(requireNonNull(sample.clocks().firstTokenNs())).isLessThan(sinceReleasedNs);
    }

    @Test
    void whoCameFirstIsServedFirst() {
        ProbeTarget target = one(slow.baseUrl(), null);
        List<CompletableFuture<Sample>> probes = new ArrayList<>();
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            CompletableFuture<Sample> probe = bench.start(target, TOLERANCE);
            probes.add(probe.whenComplete((sample, failure) -> {
                synchronized (ended) {
                    ended.add(number);
                }
            }));
        }

        mayAnswer.release(20);

        assertThat(probes)
                .allSatisfy(
                        probe -> assertThat(ProbeBench.await(probe).outcome()).isEqualTo(Outcome.OK));
        assertThat(ended).isSorted().hasSize(20);
    }

    @Test
    void aProbeWhoseRoundExpiresWhileItWaitsIsRefusedAndItsTurnPassesOn() {
        ProbeTarget target = one(slow.baseUrl(), null);
        CompletableFuture<Sample> first = bench.start(target, TOLERANCE);
        await().until(() -> slow.received().size() == 1);

        CompletableFuture<Sample> second = bench.start(target, Duration.ofMillis(150));
        CompletableFuture<Sample> third = bench.start(target, TOLERANCE);

        Sample refused = ProbeBench.await(second);
        assertRefused(
                refused,
                "maxConcurrency: 1 probes, this prober's share, were under way at this provider until the round expired");
        assertThat(slow.received()).hasSize(1);
        mayAnswer.release(2);
        assertThat(ProbeBench.await(first).outcome()).isEqualTo(Outcome.OK);
        assertThat(ProbeBench.await(third).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void whereEveryWaitingProbeEndsAtOnceNoneIsLostAndNoPermitIsKept() {
        ProbeTarget target = one(slow.baseUrl(), null);
        CompletableFuture<Sample> first = bench.start(target, TOLERANCE);
        await().until(() -> slow.received().size() == 1);
        List<CompletableFuture<Sample>> waiting = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            waiting.add(bench.start(target, TOLERANCE));
        }
        bench.refusedAddresses = List.of("127.0.0.1");

        mayAnswer.release();

        assertThat(ProbeBench.await(first).outcome()).isEqualTo(Outcome.OK);
        assertThat(waiting)
                .allSatisfy(
                        probe -> assertThat(ProbeBench.await(probe).outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY));
        bench.refusedAddresses = List.of();
        mayAnswer.release();
        assertThat(bench.probe(target, Rounds.PATIENT).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void permitsBelongToTheProviderWhoeverAsksIt() {
        CompletableFuture<Sample> ofOneCampaign = bench.start(one(slow.baseUrl(), null), TOLERANCE);
        await().until(() -> slow.received().size() == 1);

        CompletableFuture<Sample> ofAnother = bench.start(one(slow.baseUrl(), "example"), Duration.ofMillis(100));

        assertThat(ProbeBench.await(ofAnother).outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
        assertThat(ofOneCampaign).isNotDone();
    }

    @Test
    void concurrencyIsCountedForEachProviderOfASharedOrigin() {
        CompletableFuture<Sample> a = bench.start(one(URI.create(slow.baseUrl() + "/a"), null), TOLERANCE);
        CompletableFuture<Sample> b = bench.start(one(URI.create(slow.baseUrl() + "/b"), null), TOLERANCE);

        await().until(() -> slow.received().size() == 2);

        assertThat(List.of(a, b)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aProviderThatAsksToWaitIsLeftAloneUntilThatIsOver() {
        try (var limiting = new ScriptedProvider(
                exchange -> exchange.send(limited("Retry-After: 3600\r\n")), exchange -> exchange.send(Answers.OK))) {
            ProbeTarget target = one(limiting.baseUrl(), "example");
            long asked = System.nanoTime();
            Sample first = bench.probe(target, Rounds.PATIENT);

            Sample second = bench.probe(target, Rounds.PATIENT);
            Sample withoutCredential = bench.probe(one(limiting.baseUrl(), null), Rounds.PATIENT);

            assertThat(first.outcome()).isEqualTo(Outcome.RATE_LIMITED);
            assertThat(first.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            assertThat(second.outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
            assertThat(second.error())
                    .matches("cool-down: the provider asked to wait, nothing is sent until 20..-.+T.+Z");
            assertThat(second.startedAt()).isNull();
            assertThat(withoutCredential.outcome()).isEqualTo(Outcome.OK);
            assertThat(limiting.received()).hasSize(2);
            Sample later = await().until(
                            () -> bench.probe(target, Rounds.PATIENT),
                            sample -> sample.outcome() != Outcome.REFUSED_BY_POLICY);
            assertThat(later.outcome()).isEqualTo(Outcome.OK);
            assertThat(System.nanoTime() - asked).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void aRateLimitThatDoesNotAskToWaitStopsNothing() {
        try (var limiting = new ScriptedProvider(exchange -> exchange.send(limited("")))) {
            bench.probe(limiting.baseUrl());

            Sample second = bench.probe(limiting.baseUrl());

            assertThat(second.outcome()).isEqualTo(Outcome.RATE_LIMITED);
            assertThat(second.retryAfter()).isNull();
        }
    }

    @Test
    void probesThatWaitForAPermitAreNotSentIntoACoolDown() {
        try (var limiting = new ScriptedProvider(exchange -> {
            mayAnswer.acquireUninterruptibly();
            exchange.send(limited("Retry-After: 3600\r\n"));
        })) {
            ProbeTarget target = one(limiting.baseUrl(), null);
            CompletableFuture<Sample> first = bench.start(target, TOLERANCE);
            await().until(() -> limiting.received().size() == 1);
            CompletableFuture<Sample> waiting = bench.start(target, TOLERANCE);

            mayAnswer.release();

            assertThat(ProbeBench.await(first).outcome()).isEqualTo(Outcome.RATE_LIMITED);
            assertThat(ProbeBench.await(waiting).error()).startsWith("cool-down: ");
            assertThat(limiting.received()).hasSize(1);
        }
    }

    private static String limited(String header) {
        return "HTTP/1.1 429 Too Many Requests\r\n" + header + "Content-Length: 0\r\n\r\n";
    }

    private static ProbeTarget one(URI baseUrl, @Nullable String credential) {
        return Rounds.target(baseUrl, credential, 1, Map.of());
    }

    private static void assertRefused(Sample sample, String reason) {
        assertThat(sample.outcome()).isEqualTo(Outcome.REFUSED_BY_POLICY);
        assertThat(sample.error()).isEqualTo(reason);
        assertThat(sample.clocks()).isNull();
        assertThat(sample.startedAt()).isNull();
    }
}
