package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.ScheduleSpec.Interval;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.http.WritePrecondition;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.CampaignLookup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of campaigns that are written, paused and deleted; real database, settable clock. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class CampaignDefinitionsTest {
    @Inject
    SchedulerFixture scheduler;

    @Inject
    RoundDispatch rounds;

    @Inject
    CampaignDefinitions definitions;

    @Inject
    CampaignPause pause;

    @Inject
    Campaigns rankables;

    @Inject
    CampaignLookup lookup;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void aPausedCampaignDoesNotFireAndMissesNothing() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        SchedulerFixture.await(pause.pause("c", "maintenance"));
        scheduler.clock.set("2026-11-24T13:01:00Z");
        scheduler.tick();
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 2);
        assertThat(scheduler.campaign().state()).isEqualTo(StoredCampaign.State.PAUSED);
        assertThat(scheduler.campaign().pauseNote()).isEqualTo("maintenance");
        assertThat(scheduler.campaign().nextFirings()).isEmpty();

        SchedulerFixture.await(pause.resume("c"));
        scheduler.tick();

        assertThat(scheduler.runs()).isEmpty();
        assertThat(scheduler.campaign().missedFirings()).isZero();
        assertThat(scheduler.campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T13:05:00Z");
    }

    @Test
    void theSameDocumentAgainChangesNothing() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        CampaignView before = scheduler.campaign();
        Map<UUID, TargetRef> targets = scheduler.targets();
        scheduler.clock.advance(Duration.ofMinutes(1));

        boolean created = scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);

        assertThat(created).isFalse();
        assertThat(scheduler.campaign()).isEqualTo(before);
        assertThat(scheduler.targets()).isEqualTo(targets);
    }

    @Test
    void anotherScheduleStartsAnewAndAChangedBackOneDoesNotFireTwice() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.clock.set("2026-11-24T12:04:59Z");
        scheduler.tick();
        scheduler.put(Interval.of(Duration.ofHours(1)), 1);
        assertThat(scheduler.campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T13:00:00Z");
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        SchedulerFixture.await(
                scheduler.pool.query("update run set state = 'COMPLETED'").execute());

        scheduler.tick();

        assertThat(scheduler.runs()).hasSize(1);
        assertThat(scheduler.campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T12:10:00Z");
    }

    @Test
    void aTargetThatComesBackIsTheOneThatItWas() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        Map<UUID, TargetRef> before = scheduler.targets();
        SchedulerFixture.await(scheduler.campaigns.put(
                "c", SchedulerFixture.spec(SchedulerFixture.everyFiveMinutes(), Rounds.DEFAULT, "b")));
        assertThat(rankable().targets()).containsValue(new TargetRef("b", "m")).hasSize(1);
        assertThat(scheduler.targets()).isEqualTo(before);

        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);

        assertThat(scheduler.targets()).isEqualTo(before);
        assertThat(rankable().targets()).isEqualTo(before);
    }

    @Test
    void onlyAChangeOfWhatIsAskedMakesANewVersion() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 2);
        assertThat(scheduler.campaign().specVersion()).isEqualTo(1);
        CampaignSpec spec = SchedulerFixture.spec(SchedulerFixture.everyFiveMinutes(), Rounds.DEFAULT, "a", "b");
        CampaignSpec longer = new CampaignSpec(
                null,
                spec.model(),
                spec.targets(),
                new CampaignSpec.Workload(spec.workload().prompt(), 65, 0, CampaignSpec.Cache.BUST),
                spec.schedule(),
                spec.rounds(),
                spec.timeouts(),
                null,
                spec.ranking(),
                null,
                false,
                Connections.REUSE,
                spec.vantages());

        SchedulerFixture.await(scheduler.campaigns.put("c", longer));

        assertThat(scheduler.campaign().specVersion()).isEqualTo(2);
        assertThat(rankable().specVersion()).isEqualTo(2);
    }

    @Test
    void concurrentPutsOfOneNameCreateItOnce() {
        CampaignSpec spec = SchedulerFixture.spec(SchedulerFixture.everyFiveMinutes(), Rounds.DEFAULT, "a", "b");

        List<CompletableFuture<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            puts.add(scheduler.campaigns.put("c", spec).subscribeAsCompletionStage());
        }
        List<Boolean> created = puts.stream().map(CompletableFuture::join).toList();

        assertThat(created).containsOnlyOnce(true);
        assertThat(scheduler.targets()).hasSize(2);
    }

    @Test
    void unknownProvidersAreToldWithEverythingElse() {
        CampaignSpec spec = SchedulerFixture.spec(
                SchedulerFixture.everyFiveMinutes(), new Rounds(0, Duration.ofSeconds(2)), "a", "x", "y");

        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> SchedulerFixture.await(scheduler.campaigns.put("c", spec)));

        assertThat(problem.violations())
                .containsExactlyInAnyOrder(
                        new Violation("rounds.count", "must be from 1 to 1000"),
                        new Violation("targets[1].provider", "no such provider: x"),
                        new Violation("targets[2].provider", "no such provider: y"));
        assertThat(scheduler.count("select count(*) from campaign")).isZero();
    }

    @Test
    void deletingRemovesDefinitionRunsAndSamples() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 2);
        scheduler.clock.set("2026-11-24T12:05:00Z");
        scheduler.tick();
        UUID id = SchedulerFixture.await(lookup.idOf("c")).orElseThrow();

        SchedulerFixture.await(definitions.delete("c", WritePrecondition.NONE));
        scheduler.tick();

        assertThat(scheduler.count(
                        "select (select count(*) from campaign) + (select count(*) from campaign_target) + (select"
                                + " count(*) from run)"))
                .isZero();
        assertThat(scheduler.samples.deletedCampaigns()).contains(id);
        assertThat(SchedulerFixture.await(lookup.existing(Set.of(id)))).isEmpty();
    }

    private RankableCampaign rankable() {
        return SchedulerFixture.await(rankables.rankable("c")).orElseThrow();
    }
}
