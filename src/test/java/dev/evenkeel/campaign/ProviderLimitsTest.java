package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Budget;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.store.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What providers allow, whoever plans. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class ProviderLimitsTest {
    @Inject
    SchedulerFixture scheduler;

    @Inject
    FiringClaim firings;

    @Inject
    RoundDispatch rounds;

    @Inject
    Transactions transactions;

    @Inject
    RunRepository runs;

    @Inject
    ProviderLimits limits;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void aProviderIsAskedNoMoreThanItAllowsAMinuteAndTheOthersAsBefore() {
        scheduler.allow("a", 3);
        put("c", 5, Duration.ofMillis(100));

        publishAllAt("2026-11-24T12:05:00Z");

        assertThat(askedAt("a")).hasSize(3);
        assertThat(askedAt("b")).hasSize(5);
        assertThat(scheduler.publisher.published())
                .filteredOn(round -> !round.refused().isEmpty())
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.refused().values())
                        .containsExactly("requestsPerMinute: 3 a minute may be sent, 3 are planned, and this takes 1"))
                .allSatisfy(round -> assertThat(round.targets()).hasSize(2));
    }

    @Test
    void aMinuteOfProbesIsAMinuteHoweverLateEachIsSent() {
        scheduler.allow("a", 3);
        put("c", 1 + 14, Duration.ofSeconds(10));
        scheduler.clock.set("2026-11-24T12:05:00Z");
        for (int second = 0; second <= 140; second += 5) {
            scheduler.tick();
            scheduler.clock.advance(Duration.ofSeconds(5));
        }

        List<Instant> asked = askedAt("a");

        // The tolerance of five seconds is a part of it: what is asked 65 seconds apart may be sent 60 seconds apart.
        assertThat(asked)
                .extracting(at -> Duration.between(asked.get(0), at).toSeconds())
                .containsExactly(0L, 10L, 20L, 70L, 80L, 90L, 140L);
    }

    @Test
    void bothKindsOfConnectionsAndAllVantagesCount() {
        scheduler.allow("a", 7);
        scheduler.put(SchedulerFixture.on(
                Connections.BOTH,
                SchedulerFixture.from(List.of("default", "eu-west"), spec(2, Duration.ofMillis(100), "a"))));

        publishAllAt("2026-11-24T12:05:00Z");

        // Four probes a round, of which the second one's are too many, at both vantages alike.
        assertThat(scheduler.publisher.published())
                .hasSize(4)
                .allSatisfy(round -> assertThat(round.refused()).hasSize(round.round()));
    }

    @Test
    void manySchedulersTogetherAskNoMoreThanIsAllowed() {
        scheduler.allow("a", 20);
        scheduler.allow("b", 25);
        for (int i = 0; i < 20; i++) {
            put("c" + i, 2, Duration.ofMillis(100));
        }
        scheduler.clock.set("2026-11-24T12:05:00Z");

        scheduler.tickTogether(6);

        assertThat(scheduler.publisher.published()).hasSize(40);
        assertThat(askedAt("a")).hasSize(20);
        assertThat(askedAt("b")).hasSize(25);
    }

    @Test
    void aSchedulerWaitsForAnotherThatCountsAgainstTheSameLimit() {
        scheduler.allow("a", 25);
        for (int i = 0; i < 20; i++) {
            put("c" + i, 2, Duration.ofMillis(100));
        }
        scheduler.clock.set("2026-11-24T12:05:00Z");
        SchedulerFixture.await(firings.claim(scheduler.clock.read()));
        CompletableFuture<Void> opened = new CompletableFuture<>();

        CompletableFuture<List<ClaimedRounds>> slow =
                transactions.in(session -> claimTen(session, opened)).subscribeAsCompletionStage();
        opened.join();
        SchedulerFixture.await(rounds.dispatch(scheduler.clock.read()));

        assertThat(slow.join()).hasSize(10);
        assertThat(scheduler.publisher.published()).hasSize(20);
        assertThat(scheduler.count("select sum(probes)::bigint from provider_load"))
                .isEqualTo(25);
    }

    @Test
    void aSchedulerThatStandsStillAmidAClaimDoesNotStopTheOthers() {
        scheduler.allow("a", 25);
        put("c", 1, Duration.ofMillis(100));
        put("d", 1, Duration.ofMillis(100));
        scheduler.clock.set("2026-11-24T12:05:00Z");
        Instant now = scheduler.clock.read();
        SchedulerFixture.await(firings.claim(now));
        CompletableFuture<Void> opened = new CompletableFuture<>();
        CompletableFuture<Void> stuck = transactions
                .in(session -> runs.lockDue(session, now, now.plusSeconds(2), 1)
                        .chain(due -> limits.open(session, due, Map.of(), now))
                        .invoke(() -> opened.complete(null))
                        .chain(() -> Uni.createFrom().<Void>nothing()))
                .subscribeAsCompletionStage();
        opened.join();

        SchedulerFixture.await(rounds.dispatch(now));

        assertThat(scheduler.publisher.published()).hasSize(1);
        assertThat(stuck).isNotDone();
    }

    /** Takes its time between looking at what is planned and adding to it. */
    private Uni<List<ClaimedRounds>> claimTen(Session session, CompletableFuture<Void> opened) {
        Instant now = scheduler.clock.read();
        Instant horizon = now.plusSeconds(2);
        return runs.lockDue(session, now, horizon, 10)
                .chain(due -> limits.open(session, due, Map.of(), now)
                        .invoke(() -> opened.complete(null))
                        .call(() -> session.createNativeQuery("select 1 from pg_sleep(0.5)")
                                .getSingleResult())
                        .chain(open -> Uni.createFrom()
                                .item(due.stream()
                                        .map(run -> run.claim(now, horizon, horizon, RoundAdmission.ALL, open))
                                        .toList())
                                .call(claimed -> limits.close(session, open, claimed, now))));
    }

    @Test
    void aTargetThatWasRefusedInTheLastRoundIsNotKnownToBeWarm() {
        scheduler.allow("a", 1);
        put("c", 2, Duration.ofMillis(100));
        publishAllAt("2026-11-24T12:05:00Z");
        scheduler.clock.set("2026-11-24T12:05:01Z");
        scheduler.completeAllRuns();

        publishAllAt("2026-11-24T12:10:00Z");

        assertThat(scheduler.publisher.published().get(2).targets())
                .extracting(target -> target.target().provider(), ProbeTarget::idleBefore)
                .containsExactlyInAnyOrder(
                        tuple("a", null), tuple("b", Duration.ofMinutes(5).minusMillis(100)));
    }

    @Test
    void whatIsNotSentIsNotTakenFromABudget() {
        scheduler.allow("a", 1);
        SchedulerFixture.await(scheduler.campaigns.put(
                "c",
                SchedulerFixture.spec(
                        SchedulerFixture.everyFiveMinutes(),
                        new Rounds(4, Duration.ofMillis(100)),
                        new Budget(6L, null),
                        false)));

        publishAllAt("2026-11-24T12:05:00Z");

        assertThat(askedAt("a")).hasSize(1);
        assertThat(askedAt("b")).hasSize(4);
        assertThat(scheduler.count("select sum(probes)::bigint from campaign_spend"))
                .isEqualTo(5);
    }

    @Test
    void whichOfTwoTargetsGoesWithoutIsNotAlwaysTheSame() {
        scheduler.sql("update provider set base_url = 'https://both.example/v1', credential = null");
        scheduler.allow("b", 20);
        put("c", 20, Duration.ofMillis(50));

        publishAllAt("2026-11-24T12:05:00Z");

        assertThat(askedAt("a").size() + askedAt("b").size()).isEqualTo(20);
        assertThat(askedAt("a")).hasSizeBetween(5, 15);
    }

    @Test
    void aRoundThatIsPublishedAgainIsRefusedTheSame() {
        scheduler.allow("a", 1);
        put("c", 3, Duration.ofMillis(100));
        scheduler.publisher.failFor(round -> true);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        scheduler.publisher.reset();
        scheduler.allow("a", 100);

        scheduler.tick();

        assertThat(askedAt("a")).hasSize(1);
        assertThat(scheduler.publisher.published()).hasSize(3);
        assertThat(scheduler.count("select sum(probes)::bigint from provider_load"))
                .isEqualTo(1);
    }

    @Test
    void anAccountThatAskedToWaitIsLeftAloneByAllCampaigns() {
        put("c", 1, Duration.ofSeconds(1));
        UUID targetAtA = scheduler.targets().entrySet().stream()
                .filter(target -> target.getValue().provider().equals("a"))
                .map(Map.Entry::getKey)
                .findAny()
                .orElseThrow();
        put("other", 5, Duration.ofMinutes(1));
        scheduler.samples.askToWait(targetAtA, Instant.parse("2026-11-24T12:06:30.5Z"));
        scheduler.clock.set("2026-11-24T12:05:00Z");

        for (int minute = 0; minute < 4; minute++) {
            scheduler.tick();
            scheduler.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(scheduler.publisher.published())
                .filteredOn(round -> round.campaign().equals("other"))
                .extracting(round -> List.copyOf(round.refused().values()))
                .containsExactly(
                        List.of(
                                "cool-down: the provider asked to wait, nothing is sent until 2026-11-24T12:06:30.500Z"),
                        List.of(
                                "cool-down: the provider asked to wait, nothing is sent until 2026-11-24T12:06:30.500Z"),
                        List.of(),
                        List.of());
        assertThat(askedAt("b")).hasSize(5);
    }

    /** The instants at which that provider is asked, in order. */
    private List<Instant> askedAt(String provider) {
        return scheduler.publisher.published().stream()
                .filter(round -> round.targets().stream()
                        .filter(target -> target.target().provider().equals(provider))
                        .map(ProbeTarget::id)
                        .anyMatch(id -> !round.refused().containsKey(id)))
                .map(RoundRequest::fireAt)
                .sorted()
                .toList();
    }

    private void publishAllAt(String instant) {
        scheduler.clock.set(instant);
        scheduler.tick();
        scheduler.tick();
    }

    private void put(String name, int count, Duration spacing) {
        SchedulerFixture.await(scheduler.campaigns.put(name, spec(count, spacing, "a", "b")));
    }

    private static CampaignSpec spec(int count, Duration spacing, String... providers) {
        return SchedulerFixture.spec(SchedulerFixture.everyFiveMinutes(), new Rounds(count, spacing), providers);
    }
}
