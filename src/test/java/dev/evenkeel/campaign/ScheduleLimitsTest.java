package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignView.FiringView;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.measurement.Outcome;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where schedules begin and end, and runs that are called off; real database, settable clock. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class ScheduleLimitsTest {
    @Inject
    SchedulerFixture scheduler;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Inject
    RunCancellation cancellation;

    @Inject
    CampaignPause pause;

    @Test
    void aScheduleFiresFromItsStartToItsEndAndThenRests() {
        Instant start = Instant.parse("2026-11-24T12:10:00Z");
        Instant end = Instant.parse("2026-11-24T12:20:00Z");
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(start, end, null)), 1);
        assertThat(scheduler.campaign().nextFirings())
                .extracting(FiringView::scheduledAt)
                .containsExactly(start, Instant.parse("2026-11-24T12:15:00Z"), end);

        for (String minute : new String[] {"05", "10", "15", "20", "25"}) {
            scheduler.tickAt("2026-11-24T12:" + minute + ":00Z");
        }

        assertThat(scheduler.runs())
                .extracting(RunView::scheduledAt)
                .containsExactly(end, Instant.parse("2026-11-24T12:15:00Z"), start);
        assertThat(scheduler.campaign().nextFirings()).isEmpty();
        assertThat(scheduler.campaign().missedFirings()).isZero();
    }

    @Test
    void aScheduleOfTwoRunsMakesTwoAndTriggeredOnesDoNotCount() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(null, null, 2)), 1);
        assertThat(scheduler.campaign().nextFirings()).hasSize(2);
        SchedulerFixture.await(scheduler.campaigns.trigger("c"));

        scheduler.tickAt("2026-11-24T12:05:00Z");
        assertThat(scheduler.campaign().remainingRuns()).isEqualTo(1);
        scheduler.tickAt("2026-11-24T12:10:00Z");
        scheduler.tickAt("2026-11-24T12:15:00Z");

        assertThat(scheduler.runs()).hasSize(3);
        assertThat(scheduler.campaign().remainingRuns()).isZero();
        assertThat(scheduler.campaign().nextFirings()).isEmpty();
    }

    @Test
    void theSameDocumentDoesNotRefillTheRunsAndAnotherOneDoes() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(null, null, 1)), 1);
        scheduler.tickAt("2026-11-24T12:05:00Z");

        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(null, null, 1)), 1);
        assertThat(scheduler.campaign().remainingRuns()).isZero();
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(null, null, 3)), 1);

        assertThat(scheduler.campaign().remainingRuns()).isEqualTo(3);
        assertThat(scheduler.campaign().nextFirings()).hasSize(3);
    }

    @Test
    void aResumedScheduleWhoseRunsAreUsedUpStaysAtRest() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, new Limits(null, null, 1)), 1);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        SchedulerFixture.await(pause.pause("c", null));

        SchedulerFixture.await(pause.resume("c"));

        assertThat(scheduler.campaign().nextFirings()).isEmpty();
    }

    @Test
    void theLastTenFiringsAreShownNewestFirst() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, Limits.NONE), 1);
        Instant firing = Instant.parse("2026-11-24T12:00:00Z");
        for (int i = 0; i < 12; i++) {
            firing = firing.plusSeconds(300);
            scheduler.tickAt(firing.toString());
        }

        CampaignView campaign = scheduler.campaign();

        assertThat(campaign.lastFirings()).hasSize(10).first().satisfies(last -> {
            assertThat(last.scheduledAt()).isEqualTo("2026-11-24T13:00:00Z");
            assertThat(last.run()).isEqualTo(scheduler.runs().get(0).id());
        });
        assertThat(campaign.nextFirings()).hasSize(10);
    }

    @Test
    void aCancelledRunSendsNoFurtherRoundAndTellsTheRestAsCancelled() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(Overlap.ALLOW, Limits.NONE), 10);
        scheduler.tickAt("2026-11-24T12:04:59Z");
        scheduler.tickAt("2026-11-24T12:05:00Z");
        UUID run = scheduler.runs().get(0).id();
        scheduler.samples.store(run, Map.of(Outcome.OK, 2L));

        SchedulerFixture.await(cancellation.cancel(run));
        SchedulerFixture.await(cancellation.cancel(run));
        scheduler.tickAt("2026-11-24T12:06:00Z");

        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1);
        RunView view = scheduler.runs().get(0);
        assertThat(view.state()).isEqualTo(RunState.CANCELLED);
        assertThat(view.finishedAt()).isEqualTo("2026-11-24T12:05:00Z");
        assertThat(view.outcomes()).isEqualTo(Map.of("OK", 2L, "CANCELLED", 16L));
        scheduler.clock.set("2026-11-24T12:10:00Z");
        assertThat(scheduler.runs().get(0).outcomes()).isEqualTo(Map.of("OK", 2L, "CANCELLED", 16L, "MISSED", 2L));
    }

    @Test
    void aRunThatIsOverCanNotBeCancelled() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.complete();
        scheduler.tickAt("2026-11-24T12:05:01Z");
        UUID run = scheduler.runs().get(0).id();

        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> SchedulerFixture.await(cancellation.cancel(run)));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem).hasMessageContaining("COMPLETED");
        assertThat(scheduler.runs().get(0).state()).isEqualTo(RunState.COMPLETED);
    }
}
