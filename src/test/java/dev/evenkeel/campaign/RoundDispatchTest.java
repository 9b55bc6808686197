package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.ScheduleSpec.Interval;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.store.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the rounds of runs reach the probers, whoever dies or is away; real database, settable clock. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class RoundDispatchTest {
    @Inject
    SchedulerFixture scheduler;

    @Inject
    FiringClaim firings;

    @Inject
    CampaignPause pause;

    @Inject
    RoundClaim claim;

    @Inject
    Transactions transactions;

    @Inject
    DueCampaigns due;

    @Inject
    RunCreation creation;

    @Inject
    SchedulerMetrics metrics;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void aRoundCarriesAllThatAProberNeeds() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:59Z");

        scheduler.tick();

        RoundRequest round = scheduler.publisher.published().get(0);
        assertThat(round.campaign()).isEqualTo("c");
        assertThat(round.runId()).isEqualTo(scheduler.runs().get(0).id());
        assertThat(round.fireAt()).isEqualTo("2026-11-24T12:05:00Z");
        assertThat(round.expiresAt()).isEqualTo("2026-11-24T12:05:05Z");
        assertThat(round.messages())
                .singleElement()
                .extracting(ChatMessage::role)
                .isEqualTo("user");
        assertThat(round.targets())
                .extracting(ProbeTarget::target)
                .containsExactly(new TargetRef("a", "m"), new TargetRef("b", "m"));
        assertThat(round.targets().get(0).credential()).isEqualTo("key-a");
        // Of the provider's four, each of two vantages has its half.
        assertThat(round.targets().get(0).maxConcurrency()).isEqualTo(2);
        assertThat(round.targets().get(0).baseUrl()).hasToString("https://a.example/v1");
        assertThat(round.targets())
                .allSatisfy(target -> assertThat(target.idleBefore()).isNull());
    }

    @Test
    void roundsArePublishedAsTheirLeadIsReached() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 4);
        scheduler.clock.set("2026-11-24T12:04:58Z");
        scheduler.tick();
        assertThat(scheduler.publisher.rounds()).containsExactly(0);

        scheduler.clock.set("2026-11-24T12:05:02Z");
        scheduler.tick();
        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1, 2);
        scheduler.clock.set("2026-11-24T12:05:04Z");
        scheduler.tick();

        assertThat(scheduler.publisher.published())
                .filteredOn(round -> round.round() == 3)
                .singleElement()
                .satisfies(round -> assertThat(round.fireAt()).isEqualTo("2026-11-24T12:05:06Z"));
        assertThat(scheduler.publisher.published()).hasSize(4);
        assertThat(scheduler.runs().get(0).publishedRounds()).isEqualTo(4);
    }

    @Test
    void roundsTenMillisecondsApartArePublishedManyPerTick() {
        CampaignSpec spec = SchedulerFixture.spec(
                SchedulerFixture.everyFiveMinutes(), new Rounds(300, Duration.ofMillis(10)), "a", "b");
        SchedulerFixture.await(scheduler.campaigns.put("c", spec));
        scheduler.clock.set("2026-11-24T12:04:58Z");

        scheduler.tick();
        scheduler.clock.advance(Duration.ofSeconds(1));
        scheduler.tick();

        assertThat(scheduler.publisher.rounds())
                .isEqualTo(IntStream.rangeClosed(0, 100).boxed().toList());
    }

    @Test
    void idleTimeCountsFromTheLastTimeTheScheduleAskedTheTarget() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 2);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        scheduler.clock.set("2026-11-24T12:05:02Z");
        scheduler.tick();
        scheduler.completeAllRuns();
        scheduler.publisher.reset();

        scheduler.clock.set("2026-11-24T12:10:00Z");
        scheduler.tick();
        scheduler.clock.set("2026-11-24T12:10:02Z");
        scheduler.tick();

        assertThat(scheduler.publisher.published())
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.targets())
                        .extracting(ProbeTarget::idleBefore)
                        .containsOnly(round.round() == 0 ? Duration.parse("PT4M58S") : Duration.ofSeconds(2)));
    }

    @Test
    void manyProcessesPlanAndPublishEachRunAndRoundOnce() {
        for (int i = 0; i < 20; i++) {
            SchedulerFixture.await(scheduler.campaigns.put(
                    "c" + i,
                    SchedulerFixture.spec(
                            SchedulerFixture.everyFiveMinutes(), new Rounds(3, Duration.ofMillis(100)), "a", "b")));
        }
        scheduler.clock.set("2026-11-24T12:05:00Z");

        scheduler.tickTogether(6);

        assertThat(scheduler.count("select count(*) from run")).isEqualTo(20);
        assertThat(scheduler.publisher.published().stream()
                        .map(round -> round.runId() + "/" + round.round())
                        .toList())
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(scheduler.count("select count(*) from run where published_rounds = 3 and planned_rounds = 3"))
                .isEqualTo(20);
    }

    @Test
    void whatWasClaimedAndNeverPublishedIsPublishedAgainOnceTheLeaseHasRunOut() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:58Z");
        SchedulerFixture.await(firings.claim(scheduler.clock.read()));
        ClaimedRounds lost =
                SchedulerFixture.await(claim.claim(scheduler.clock.read())).get(0);
        SchedulerFixture.await(scheduler
                .pool
                .query("update run set lease_until = '2026-11-24T12:05:02Z'")
                .execute());
        scheduler.tick();
        assertThat(scheduler.publisher.published()).isEmpty();
        SchedulerFixture.await(scheduler
                .pool
                .query("update provider set base_url = 'https://elsewhere.example'")
                .execute());

        scheduler.clock.set("2026-11-24T12:05:03Z");
        scheduler.tick();
        scheduler.tick();

        assertThat(scheduler.publisher.published()).containsExactlyElementsOf(lost.requests(0));
        assertThat(scheduler.runs().get(0).publishedRounds()).isEqualTo(1);
    }

    @Test
    void aPauseCallsOffWhatWasPlannedAheadAndNothingThatHasBegun() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, Limits.NONE), 2);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.tickAt("2026-11-24T12:05:02Z");
        scheduler.clock.set("2026-11-24T12:09:58Z");
        SchedulerFixture.await(firings.claim(scheduler.clock.read()));
        SchedulerFixture.await(pause.pause("c", null));

        scheduler.tick();

        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1);
        assertThat(scheduler.runs()).extracting(RunView::state).containsExactly(RunState.INCOMPLETE);
    }

    @Test
    void firingsAreDecidedOnLongBeforeTheirRoundsGoOut() {
        SchedulerConfig patient = new SmallRyeConfigBuilder()
                .withMapping(SchedulerConfig.class)
                .withDefaultValue("evenkeel.scheduler.planning-lead", "PT10S")
                .build()
                .getConfigMapping(SchedulerConfig.class);
        FiringClaim ahead = new FiringClaim(transactions, due, creation, patient, metrics);
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:49Z");
        SchedulerFixture.await(ahead.claim(scheduler.clock.read()));
        assertThat(scheduler.runs()).isEmpty();

        scheduler.clock.set("2026-11-24T12:04:51Z");
        SchedulerFixture.await(ahead.claim(scheduler.clock.read()));
        scheduler.tick();
        assertThat(scheduler.runs()).extracting(RunView::state).containsExactly(RunState.PLANNED);
        assertThat(scheduler.publisher.published()).isEmpty();

        scheduler.tickAt("2026-11-24T12:04:58Z");
        assertThat(scheduler.publisher.published())
                .extracting(RoundRequest::fireAt)
                .containsExactly(Instant.parse("2026-11-24T12:05:00Z"));
    }

    @Test
    void aCampaignThatIsPausedAndResumedBeforeItsFiringComesFiresAsIfItHadNeverRested() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(null, null, 2)), 1);
        scheduler.tickAt("2026-11-24T12:04:59Z");
        scheduler.clock.set("2026-11-24T12:05:01Z");
        scheduler.completeAllRuns();
        scheduler.clock.set("2026-11-24T12:09:58Z");
        SchedulerFixture.await(firings.claim(scheduler.clock.read()));
        assertThat(scheduler.campaign().remainingRuns()).isZero();

        SchedulerFixture.await(pause.pause("c", null));
        assertThat(scheduler.campaign().remainingRuns()).isEqualTo(1);
        SchedulerFixture.await(pause.resume("c"));
        scheduler.tickAt("2026-11-24T12:09:59Z");

        RoundRequest round = scheduler.publisher.published().get(1);
        assertThat(round.fireAt()).isEqualTo("2026-11-24T12:10:00Z");
        assertThat(round.targets()).extracting(ProbeTarget::idleBefore).containsOnlyNulls();
        assertThat(scheduler.runs()).hasSize(2);
        assertThat(scheduler.campaign().remainingRuns()).isZero();
    }

    @Test
    void aRunWhoseFiringHasComeAndWhoseJitterHasNotIsCalledOff() {
        scheduler.put(
                new Interval(
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Overlap.ALLOW,
                        Duration.ofMinutes(5),
                        new Limits(null, null, 2)),
                1);
        Instant fireAt = scheduler.campaign().nextFirings().get(0).fireAt();
        assertThat(fireAt).isAfter("2026-11-24T12:05:02Z");
        scheduler.clock.set(fireAt.minusSeconds(2).toString());
        SchedulerFixture.await(firings.claim(scheduler.clock.read()));

        SchedulerFixture.await(pause.pause("c", null));
        scheduler.tick();

        assertThat(scheduler.publisher.published()).isEmpty();
        assertThat(scheduler.runs()).extracting(RunView::state).containsExactly(RunState.CANCELLED);
        assertThat(scheduler.campaign().remainingRuns()).isEqualTo(1);
    }

    @Test
    void aFiringThatHasItsRunIsNotDecidedOnAgainAfterAPause() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.tickAt("2026-11-24T12:04:58Z");
        assertThat(scheduler.publisher.published()).hasSize(1);

        SchedulerFixture.await(pause.pause("c", null));
        SchedulerFixture.await(pause.resume("c"));
        scheduler.tickAt("2026-11-24T12:05:00Z");

        assertThat(scheduler.runs()).hasSize(1);
        assertThat(scheduler.campaign().skippedFirings()).isZero();
    }

    @Test
    void whatTheBrokerDidNotTakeIsPublishedAgainFromThereOn() {
        SchedulerFixture.await(scheduler.campaigns.put(
                "c",
                SchedulerFixture.spec(
                        SchedulerFixture.everyFiveMinutes(), new Rounds(5, Duration.ofMillis(100)), "a", "b")));
        scheduler.publisher.failFor(round -> round.round() == 2);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        assertThat(scheduler.runs().get(0).publishedRounds()).isEqualTo(2);
        scheduler.publisher.reset();

        scheduler.clock.set("2026-11-24T12:05:02Z");
        scheduler.tick();

        assertThat(scheduler.publisher.rounds()).containsExactly(2, 3, 4);
        assertThat(scheduler.runs().get(0).publishedRounds()).isEqualTo(5);
    }

    @Test
    void aBrokerThatIsAwayIsAskedForEachRoundOncePerTick() {
        for (int i = 0; i < 100; i++) {
            SchedulerFixture.await(scheduler.campaigns.put(
                    "c" + i,
                    SchedulerFixture.spec(
                            SchedulerFixture.everyFiveMinutes(), new Rounds(1, Duration.ofSeconds(1)), "a")));
        }
        AtomicInteger attempts = new AtomicInteger();
        scheduler.publisher.failFor(round -> attempts.incrementAndGet() > 0);
        scheduler.clock.set("2026-11-24T12:05:00Z");

        scheduler.tick();

        assertThat(attempts).hasValue(100);
    }

    @Test
    void roundsThatNobodyMayProbeAnyMoreAreLeftOutAndCountedAsMissed() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 3);
        scheduler.clock.set("2026-11-24T12:04:59Z");
        SchedulerFixture.await(firings.claim(scheduler.clock.read()));

        scheduler.clock.set("2026-11-24T12:05:09Z");
        scheduler.tick();
        assertThat(scheduler.publisher.rounds()).containsExactly(2);
        scheduler.clock.set("2026-11-24T12:10:00Z");
        scheduler.tick();

        RunView run = scheduler.runs().get(1);
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.outcomes()).isEqualTo(Map.of("MISSED", 6L));
    }
}
