package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Budget;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.RunTally;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Daily budgets, and campaigns that pause on failure; real database, settable clock. A round is two probes and costs 0.02. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class BudgetTest {
    @Inject
    SchedulerFixture scheduler;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Inject
    RoundDispatch dispatch;

    @Inject
    RunClosing closing;

    @Inject
    CampaignPause pause;

    @Test
    void noRoundIsSentThatDoesNotFitAndTheRunTellsSo() {
        put(new Budget(5L, null), 4, false);

        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.tickAt("2026-11-24T12:05:02Z");
        scheduler.tickAt("2026-11-24T12:05:04Z");
        scheduler.tickAt("2026-11-24T12:05:06Z");

        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1);
        RunView run = scheduler.runs().get(0);
        assertThat(run.stoppedRounds()).isEqualTo(2);
        assertThat(run.outcomes()).isEqualTo(Map.of("REFUSED_BY_POLICY", 4L));
        assertThat(spentToday().probes()).isEqualTo(4);
    }

    @Test
    void aRunWhoseOtherRoundsWereStoppedClosesAsIncompleteAndAddsUp() {
        put(new Budget(5L, null), 4, false);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.tickAt("2026-11-24T12:05:04Z");
        scheduler.samples.store(scheduler.runs().get(0).id(), Map.of(Outcome.OK, 4L));

        scheduler.tickAt("2026-11-24T12:05:06Z");
        scheduler.tickAt("2026-11-24T12:05:07Z");

        RunView run = scheduler.runs().get(0);
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.outcomes()).isEqualTo(Map.of("OK", 4L, "REFUSED_BY_POLICY", 4L));
    }

    @Test
    void aFiringWithoutRoomForARoundIsCountedAndTheNextDayHasRoomAgain() {
        put(new Budget(3L, null), 1, false);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.complete();
        scheduler.tickAt("2026-11-24T12:10:00Z");
        assertThat(scheduler.runs()).hasSize(1);
        assertThat(scheduler.campaign().budgetFirings()).isEqualTo(1);

        scheduler.tickAt("2026-11-24T23:59:58Z");
        scheduler.clock.set("2026-11-25T00:00:00Z");

        assertThat(scheduler.runs().get(0).fireAt()).isEqualTo("2026-11-25T00:00:00Z");
        assertThat(spentToday().day()).isEqualTo("2026-11-25");
        assertThat(scheduler.campaign().state()).isEqualTo(StoredCampaign.State.ACTIVE);
    }

    @Test
    void aTriggerOfACampaignWithoutBudgetLeftIsAnsweredWithWhenThereIsAgain() {
        put(new Budget(3L, null), 1, false);
        scheduler.tickAt("2026-11-24T12:05:00Z");

        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> SchedulerFixture.await(scheduler.campaigns.trigger("c")));

        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.retryAfter()).isEqualTo(Duration.parse("PT11H55M"));
        assertThat(scheduler.runs()).hasSize(1);
    }

    @Test
    void roundsOfOverlappingRunsShareTheBudgetHoweverManyProcessesSendThem() {
        put(new Budget(50L, null), 20, false);
        scheduler.tickAt("2026-11-24T12:04:00Z");
        List<UUID> runs = IntStream.range(0, 6)
                .mapToObj(i -> SchedulerFixture.await(scheduler.campaigns.trigger("c")))
                .toList();
        scheduler.clock.set("2026-11-24T12:04:40Z");
        scheduler.sql(
                "update run set plan = jsonb_set(plan, '{spacing}', '\"PT0.01S\"'), next_round_at = '2026-11-24T12:04:40Z',"
                        + " fire_at = '2026-11-24T12:04:40Z'");

        CompletableFuture<?>[] processes = IntStream.range(0, 6)
                .mapToObj(i -> dispatch.dispatch(scheduler.clock.read()).subscribeAsCompletionStage())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(processes).join();
        SchedulerFixture.await(dispatch.dispatch(scheduler.clock.read()));

        assertThat(runs).hasSize(6);
        assertThat(scheduler.publisher.published()).hasSize(25);
        assertThat(spentToday().probes()).isEqualTo(50);
    }

    @Test
    void aRoundIsCountedAtItsEstimateUntilItsSamplesTellWhatItCost() {
        put(new Budget(null, new BigDecimal("0.05")), 4, false);
        scheduler.tickAt("2026-11-24T12:04:59Z");
        scheduler.tickAt("2026-11-24T12:05:00Z");
        assertThat(spentToday().cost()).isEqualByComparingTo("0.04");
        UUID run = scheduler.runs().get(0).id();
        scheduler.samples.store(run, new RunTally(Map.of(Outcome.OK, 3L), new BigDecimal("0.003"), 1, 0, Map.of()));

        scheduler.tickAt("2026-11-24T12:05:01Z");

        assertThat(spentToday().cost()).isEqualByComparingTo("0.023");
        scheduler.tickAt("2026-11-24T12:05:04Z");
        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1, 2);
        assertThat(spentToday().cost()).isEqualByComparingTo("0.043");
    }

    @Test
    void aCostBudgetIsNeverExceeded() {
        put(new Budget(null, new BigDecimal("0.05")), 4, false);

        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.tickAt("2026-11-24T12:05:03Z");
        scheduler.tickAt("2026-11-24T12:05:06Z");

        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1);
        assertThat(scheduler.runs().get(0).stoppedRounds()).isEqualTo(2);
    }

    @Test
    void roundsThatComeTooLateToBeSentAreNotCounted() {
        put(new Budget(100L, null), 3, false);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.sql("update run set deadline = '2026-11-24T13:00:00Z'");

        scheduler.tickAt("2026-11-24T12:30:00Z");

        assertThat(spentToday().probes()).isEqualTo(4);
    }

    @Test
    void roundsThatComeTooLateToBeSentCostNothing() {
        put(new Budget(null, BigDecimal.ONE), 3, false);
        scheduler.tickAt("2026-11-24T12:04:59Z");
        scheduler.sql("update run set deadline = '2026-11-24T13:00:00Z'");

        scheduler.tickAt("2026-11-24T12:30:00Z");
        scheduler.tickAt("2026-11-24T12:30:01Z");

        // One round of the run at 12:05, and two of the one that fires at 12:30.
        assertThat(spentToday().cost()).isEqualByComparingTo("0.06");
        assertThat(scheduler.publisher.published()).hasSize(3);
    }

    @Test
    void aCostIsCorrectedOnceHoweverManyProcessesLookAtTheSamples() {
        put(new Budget(null, BigDecimal.ONE), 2, false);
        scheduler.tickAt("2026-11-24T12:04:59Z");
        scheduler.clock.set("2026-11-24T12:05:01Z");
        UUID run = scheduler.runs().get(0).id();
        scheduler.samples.store(run, new RunTally(Map.of(Outcome.OK, 1L), new BigDecimal("0.001"), 0, 0, Map.of()));

        CompletableFuture<?>[] processes = IntStream.range(0, 6)
                .mapToObj(i -> closing.close(scheduler.clock.read()).subscribeAsCompletionStage())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(processes).join();

        assertThat(spentToday().cost()).isEqualByComparingTo("0.011");
    }

    @Test
    void aCampaignThatCanNotBeReadDoesNotHoldUpTheOthers() {
        put(new Budget(100L, null), 1, false);
        SchedulerFixture.await(scheduler.campaigns.put(
                "spoiled",
                SchedulerFixture.spec(
                        SchedulerFixture.everyFiveMinutes(), Rounds.DEFAULT, new Budget(100L, null), false)));
        scheduler.sql("update campaign set spec = '{\"model\": \"m\"}' where name = 'spoiled'");

        scheduler.tickAt("2026-11-24T12:05:00Z");

        assertThat(scheduler.publisher.published())
                .singleElement()
                .satisfies(round -> assertThat(round.campaign()).isEqualTo("c"));
    }

    @Test
    void aUsedUpBudgetPausesACampaignThatWantsIt() {
        put(new Budget(3L, null), 1, true);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.complete();

        scheduler.tickAt("2026-11-24T12:10:00Z");

        assertThat(scheduler.campaign().state()).isEqualTo(StoredCampaign.State.PAUSED);
        assertThat(scheduler.campaign().pauseNote()).contains("budget");
    }

    @Test
    void aRefusedCredentialPausesACampaignThatWantsItAndAResumedOneIsLeftAlone() {
        put(null, 5, true);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        UUID run = scheduler.runs().get(0).id();
        scheduler.samples.store(
                run, new RunTally(Map.of(Outcome.OK, 1L, Outcome.CLIENT_ERROR, 1L), BigDecimal.ZERO, 0, 1, Map.of()));

        scheduler.tickAt("2026-11-24T12:05:01Z");
        assertThat(scheduler.campaign().state()).isEqualTo(StoredCampaign.State.PAUSED);
        assertThat(scheduler.campaign().pauseNote()).contains(run.toString()).contains("401 or 402");
        scheduler.clock.set("2026-11-24T12:05:02Z");
        SchedulerFixture.await(pause.resume("c"));
        scheduler.tickAt("2026-11-24T12:05:03Z");

        assertThat(scheduler.campaign().state()).isEqualTo(StoredCampaign.State.ACTIVE);
    }

    @Test
    void aRefusedCredentialLeavesOtherCampaignsRunning() {
        put(null, 5, false);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        UUID run = scheduler.runs().get(0).id();
        scheduler.samples.store(run, new RunTally(Map.of(Outcome.CLIENT_ERROR, 2L), BigDecimal.ZERO, 0, 2, Map.of()));

        scheduler.tickAt("2026-11-24T12:05:01Z");

        assertThat(scheduler.campaign().state()).isEqualTo(StoredCampaign.State.ACTIVE);
    }

    private CampaignView.SpendView spentToday() {
        return Objects.requireNonNull(scheduler.campaign().spentToday());
    }

    private void put(@Nullable Budget budget, int rounds, boolean pauseOnFailure) {
        scheduler.put(SchedulerFixture.spec(
                SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, Limits.NONE),
                new Rounds(rounds, Duration.ofSeconds(2)),
                budget,
                pauseOnFailure));
    }
}
