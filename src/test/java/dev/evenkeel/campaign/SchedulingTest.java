package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.ScheduleSpec.Interval;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.measurement.MissedRound.Reason;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.RunTally;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which firings become runs, and how runs end; real database, settable clock, manual ticks. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class SchedulingTest {
    @Inject
    SchedulerFixture scheduler;

    @Inject
    CampaignPause pause;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void firingsThatAreAheadAreAllRunHoweverCloseTheyAre() {
        scheduler.put(
                new Interval(
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        Overlap.ALLOW,
                        Duration.ofSeconds(1),
                        Limits.NONE),
                1);

        scheduler.tickAt("2026-11-24T12:00:00.500Z");
        scheduler.tickAt("2026-11-24T12:00:01.500Z");

        assertThat(scheduler.runs())
                .extracting(RunView::scheduledAt)
                .containsExactly(
                        Instant.parse("2026-11-24T12:00:03Z"),
                        Instant.parse("2026-11-24T12:00:02Z"),
                        Instant.parse("2026-11-24T12:00:01Z"));
        assertThat(scheduler.campaign().skippedFirings()).isZero();
        assertThat(scheduler.campaign().missedFirings()).isZero();
    }

    @Test
    void aFiringBecomesARunOnceItsLeadIsReached() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:57.9Z");
        scheduler.tick();
        assertThat(scheduler.runs()).isEmpty();

        scheduler.clock.set("2026-11-24T12:04:58Z");
        scheduler.tick();

        assertThat(scheduler.runs()).singleElement().satisfies(run -> {
            assertThat(run.scheduledAt()).isEqualTo("2026-11-24T12:05:00Z");
            assertThat(run.fireAt()).isEqualTo("2026-11-24T12:05:00Z");
            assertThat(run.trigger()).isEqualTo(RunTrigger.SCHEDULE);
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
            assertThat(run.expected()).isEqualTo(2);
        });
    }

    @Test
    void aFiringIsSkippedWhileARunIsOpen() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        SchedulerFixture.await(scheduler
                .pool
                .query("update run set deadline = '2026-11-24T13:00:00Z'")
                .execute());

        scheduler.clock.set("2026-11-24T12:10:00Z");
        scheduler.tick();

        assertThat(scheduler.runs()).hasSize(1);
        CampaignView campaign = scheduler.campaign();
        assertThat(campaign.skippedFirings()).isEqualTo(1);
        assertThat(campaign.missedFirings()).isZero();
        assertThat(campaign.nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T12:15:00Z");
    }

    @Test
    void aFiringIsNotSkippedBeforeItsMomentHasCome() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        SchedulerFixture.await(scheduler
                .pool
                .query("update run set deadline = '2026-11-24T13:00:00Z'")
                .execute());
        scheduler.clock.set("2026-11-24T12:09:59Z");
        scheduler.tick();
        assertThat(scheduler.campaign().skippedFirings()).isZero();
        scheduler.samples.store(scheduler.runs().get(0).id(), Map.of(Outcome.OK, 2L));

        scheduler.clock.set("2026-11-24T12:09:59.500Z");
        scheduler.tick();

        assertThat(scheduler.runs()).hasSize(2);
        assertThat(scheduler.campaign().skippedFirings()).isZero();
    }

    @Test
    void firingsPastTheirCatchupWindowAreCountedAndNeverRunLate() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T14:02:00Z");

        scheduler.tick();

        assertThat(scheduler.campaign().missedFirings()).isEqualTo(23);
        assertThat(scheduler.runs()).singleElement().satisfies(run -> {
            assertThat(run.scheduledAt()).isEqualTo("2026-11-24T14:00:00Z");
            assertThat(run.fireAt()).isEqualTo("2026-11-24T14:02:00.500Z");
        });
    }

    @Test
    void aRunIsCompleteWhenEverySampleHasCome() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:59Z");
        scheduler.tick();
        scheduler.clock.set("2026-11-24T12:05:01Z");
        UUID run = scheduler.runs().get(0).id();
        scheduler.samples.store(run, Map.of(Outcome.OK, 1L));
        scheduler.tick();
        assertThat(scheduler.runs().get(0).state()).isEqualTo(RunState.RUNNING);
        assertThat(scheduler.runs().get(0).received()).isEqualTo(1);

        scheduler.samples.store(run, Map.of(Outcome.OK, 1L, Outcome.TIMEOUT, 1L));
        scheduler.tick();

        RunView closed = scheduler.runs().get(0);
        assertThat(closed.state()).isEqualTo(RunState.COMPLETED);
        assertThat(closed.outcomes()).isEqualTo(Map.of("OK", 1L, "TIMEOUT", 1L));
        assertThat(closed.finishedAt()).isEqualTo(scheduler.clock.read());
    }

    @Test
    void aRunTellsWhyProbesWereMissedOnceTheyAre() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 3);
        scheduler.tickAt("2026-11-24T12:05:05Z");
        UUID id = scheduler.runs().get(0).id();
        scheduler.samples.store(
                id,
                new RunTally(
                        Map.of(Outcome.OK, 2L),
                        BigDecimal.ZERO,
                        0,
                        0,
                        Map.of(Reason.MAX_STREAMS, 1L, Reason.EXPIRED, 2L)));
        assertThat(scheduler.runs().get(0).missedReasons()).isNull();

        scheduler.tickAt("2026-11-24T12:09:00Z");

        RunView run = scheduler.runs().get(0);
        assertThat(run.outcomes()).isEqualTo(Map.of("OK", 2L, "MISSED", 4L));
        assertThat(run.missedReasons()).isEqualTo(Map.of(Reason.EXPIRED, 2L, Reason.MAX_STREAMS, 1L));
    }

    @Test
    void noMoreIsExplainedThanIsMissed() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 3);
        scheduler.tickAt("2026-11-24T12:05:05Z");
        UUID id = scheduler.runs().get(0).id();
        Map<Reason, Long> told = Map.of(Reason.MAX_STREAMS, 2L, Reason.EXPIRED, 4L);
        scheduler.samples.store(id, new RunTally(Map.of(Outcome.OK, 1L), BigDecimal.ZERO, 0, 0, told));
        scheduler.tickAt("2026-11-24T12:09:00Z");
        assertThat(scheduler.runs().get(0).missedReasons())
                .isEqualTo(Map.of(Reason.EXPIRED, 4L, Reason.MAX_STREAMS, 1L));

        scheduler.samples.store(id, new RunTally(Map.of(Outcome.OK, 6L), BigDecimal.ZERO, 0, 0, told));

        assertThat(scheduler.runs().get(0).outcomes()).isEqualTo(Map.of("OK", 6L));
        assertThat(scheduler.runs().get(0).missedReasons()).isNull();
    }

    @Test
    void aRunIsIncompleteOnceItsDeadlineHasPassedAndStillAddsUp() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:59Z");
        scheduler.tick();
        scheduler.clock.set("2026-11-24T12:05:01Z");
        UUID id = scheduler.runs().get(0).id();
        scheduler.samples.store(id, Map.of(Outcome.OK, 1L));
        scheduler.clock.set("2026-11-24T12:07:14Z");
        scheduler.tick();
        assertThat(scheduler.runs().get(0).outcomes()).isEqualTo(Map.of("OK", 1L));

        scheduler.clock.set("2026-11-24T12:07:15Z");
        scheduler.tick();

        RunView run = scheduler.runs().get(0);
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.outcomes()).isEqualTo(Map.of("OK", 1L, "MISSED", 1L));
    }

    @Test
    void aTriggerRunsAPausedCampaignBesideAnOpenRun() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        SchedulerFixture.await(pause.pause("c", "maintenance"));

        UUID id = SchedulerFixture.await(scheduler.campaigns.trigger("c"));
        scheduler.tick();

        RunView run = SchedulerFixture.await(scheduler.runQueries.get(id));
        assertThat(run.trigger()).isEqualTo(RunTrigger.MANUAL);
        assertThat(run.fireAt()).isEqualTo("2026-11-24T12:05:02Z");
        assertThat(run.state()).isEqualTo(RunState.RUNNING);
        assertThat(scheduler.publisher.published()).hasSize(2);
    }

    @Test
    void runsArePagedFromTheNewest() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        List<UUID> triggered = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            triggered.add(0, SchedulerFixture.await(scheduler.campaigns.trigger("c")));
            scheduler.clock.advance(Duration.ofSeconds(1));
        }

        List<UUID> paged = new ArrayList<>();
        Page<RunView> page = SchedulerFixture.await(scheduler.runQueries.list("c", PageRequest.of("2", null, 2)));
        while (page.next() != null) {
            page.items().forEach(run -> paged.add(run.id()));
            page = SchedulerFixture.await(scheduler.runQueries.list("c", PageRequest.of("2", page.next(), 2)));
        }
        page.items().forEach(run -> paged.add(run.id()));

        assertThat(paged).isEqualTo(triggered);
    }
}
