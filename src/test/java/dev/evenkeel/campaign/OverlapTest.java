package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a firing while a run is open, by policy; real database, settable clock. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class OverlapTest {
    @Inject
    SchedulerFixture scheduler;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void aBufferedFiringRunsAsSoonAsTheOpenRunIsOver() {
        openRunAtFivePast(Overlap.BUFFER_ONE);
        scheduler.tickAt("2026-11-24T12:10:00Z");
        assertThat(scheduler.campaign().bufferedFiring()).isEqualTo("2026-11-24T12:10:00Z");
        assertThat(scheduler.campaign().skippedFirings()).isZero();
        scheduler.complete();

        scheduler.tickAt("2026-11-24T12:12:00Z");

        assertThat(scheduler.runs()).hasSize(2);
        RunView buffered = scheduler.runs().get(0);
        assertThat(buffered.scheduledAt()).isEqualTo("2026-11-24T12:10:00Z");
        assertThat(buffered.fireAt()).isEqualTo("2026-11-24T12:12:00.500Z");
        assertThat(scheduler.campaign().bufferedFiring()).isNull();
        assertThat(scheduler.campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T12:15:00Z");
    }

    @Test
    void onlyTheFirstFiringIsBufferedAndItIsNeverTooLate() {
        openRunAtFivePast(Overlap.BUFFER_ONE);
        scheduler.tickAt("2026-11-24T12:10:00Z");
        scheduler.tickAt("2026-11-24T12:15:00Z");
        scheduler.tickAt("2026-11-24T12:20:00Z");
        scheduler.complete();

        scheduler.tickAt("2026-11-24T12:21:00Z");

        assertThat(scheduler.runs().get(0).scheduledAt()).isEqualTo("2026-11-24T12:10:00Z");
        assertThat(scheduler.campaign().skippedFirings()).isEqualTo(2);
        assertThat(scheduler.campaign().missedFirings()).isZero();
    }

    @Test
    void aPauseGivesUpTheBufferedFiringAndCountsIt() {
        openRunAtFivePast(Overlap.BUFFER_ONE);
        scheduler.tickAt("2026-11-24T12:10:00Z");

        SchedulerFixture.await(pause.pause("c", null));
        scheduler.complete();
        scheduler.tickAt("2026-11-24T12:12:00Z");

        assertThat(scheduler.runs()).hasSize(1);
        assertThat(scheduler.campaign().bufferedFiring()).isNull();
        assertThat(scheduler.campaign().skippedFirings()).isEqualTo(1);
    }

    @Test
    void allowedFiringsRunBesideOpenOnesAndAheadOfTheirInstant() {
        openRunAtFivePast(Overlap.ALLOW);

        scheduler.tickAt("2026-11-24T12:09:58Z");
        scheduler.sql("update run set deadline = '2026-11-24T13:00:00Z'");
        scheduler.tickAt("2026-11-24T12:14:58Z");

        assertThat(scheduler.runs())
                .extracting(RunView::state)
                .containsExactly(RunState.RUNNING, RunState.RUNNING, RunState.RUNNING);
        assertThat(scheduler.campaign().skippedFirings()).isZero();
    }

    @Test
    void aClockThatStepsBackFiresNothingTwice() {
        openRunAtFivePast(Overlap.ALLOW);
        scheduler.tickAt("2026-11-24T12:10:00Z");

        scheduler.tickAt("2026-11-24T12:04:00Z");
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.tickAt("2026-11-24T12:10:00Z");

        assertThat(scheduler.runs()).hasSize(2);
        assertThat(scheduler.publisher.rounds()).hasSize(2);
        assertThat(scheduler.campaign().missedFirings()).isZero();
    }

    @Inject
    CampaignPause pause;

    private void openRunAtFivePast(Overlap overlap) {
        scheduler.put(SchedulerFixture.everyFiveMinutes(overlap, Limits.NONE), 1);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.sql("update run set deadline = '2026-11-24T13:00:00Z'");
        assertThat(scheduler.runs()).hasSize(1);
    }
}
