package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.http.ProblemException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long runs are there; samples are kept for 35 days. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class RunRetentionTest {
    @Inject
    SchedulerFixture scheduler;

    @Inject
    RunRetention retention;

    @Inject
    RunQueries queries;

    @BeforeEach
    void aRunThatIsOverAndOneThatIsOpen() {
        scheduler.emptyStoreAtNoon();
        scheduler.sql("delete from job where name = 'run-retention'");
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.tickAt("2026-11-24T12:04:59Z");
        scheduler.clock.set("2026-11-24T12:05:01Z");
        scheduler.completeAllRuns();
        scheduler.tickAt("2026-11-24T12:10:00Z");
        assertThat(scheduler.runs()).extracting(RunView::state).containsExactly(RunState.RUNNING, RunState.COMPLETED);
    }

    @Test
    void runsAreThereAsLongAsTheirSamples() {
        scheduler.clock.set("2026-11-24T12:10:01Z");
        scheduler.completeAllRuns();
        scheduler.clock.set("2026-12-29T12:05:01Z");

        SchedulerFixture.await(retention.deleteOld());

        assertThat(scheduler.runs())
                .extracting(RunView::scheduledAt)
                .containsExactly(Instant.parse("2026-11-24T12:10:00Z"));
    }

    @Test
    void aRunWhoseSamplesAreGoneIsDeletedAndAnOpenOneIsNot() {
        scheduler.clock.set("2026-12-29T12:10:01Z");

        SchedulerFixture.await(retention.deleteOld());

        assertThat(scheduler.runs()).extracting(RunView::state).containsExactly(RunState.RUNNING);
        assertThat(scheduler.count("select count(*) from run")).isEqualTo(1);
    }

    @Test
    void aRunStaysWhereItsSamplesAreStoredLongerThanThisProcessKnows() {
        scheduler.clock.set("2026-12-29T12:10:01Z");
        scheduler.samples.storedSince(Optional.of(Instant.parse("2026-11-24T00:00:00Z")));

        SchedulerFixture.await(retention.deleteOld());

        assertThat(scheduler.count("select count(*) from run")).isEqualTo(2);
        scheduler.samples.storedSince(Optional.empty());
    }

    @Test
    void aRunWhoseSamplesAreGoneIsNotShownBeforeItIsDeletedEither() {
        UUID over = scheduler.runs().get(1).id();
        scheduler.clock.set("2026-12-29T12:10:01Z");

        assertThat(scheduler.runs()).hasSize(1);
        assertThatThrownBy(() -> SchedulerFixture.await(queries.get(over))).isInstanceOf(ProblemException.class);
        assertThat(scheduler.count("select count(*) from run")).isEqualTo(2);
    }

    @Test
    void aProcessLeavesItToTheOneThatIsAtIt() {
        scheduler.clock.set("2026-12-29T12:10:01Z");
        scheduler.sql("insert into job values ('run-retention', gen_random_uuid(), now() + interval '1 minute')"
                + " on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until");

        SchedulerFixture.await(retention.deleteOld());

        assertThat(scheduler.count("select count(*) from run")).isEqualTo(2);
        scheduler.sql("delete from job where name = 'run-retention'");
    }
}
