package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.CampaignSpec.Target;
import dev.evenkeel.campaign.ScheduleSpec.Interval;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.http.WritePrecondition;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.CampaignLookup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The scheduler on a real database, with a settable clock and manual ticks. Longer than most because all its cases
 * need the same application, started once for this profile.
 */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class SchedulingTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Interval EVERY_FIVE_MINUTES =
            new Interval(Duration.ofMinutes(5), Duration.ZERO, Duration.ZERO, Overlap.SKIP, Duration.ofMinutes(5));

    @Inject
    SettableStoreClock clock;

    @Inject
    RecordingRoundPublisher publisher;

    @Inject
    SampleLogInMemory samples;

    @Inject
    SchedulerTick scheduler;

    @Inject
    FiringClaim firings;

    @Inject
    RoundDispatch rounds;

    @Inject
    RoundClaim claim;

    @Inject
    CampaignControl campaigns;

    @Inject
    Campaigns rankables;

    @Inject
    CampaignDefinitions definitions;

    @Inject
    CampaignQueries campaignQueries;

    @Inject
    RunQueries runQueries;

    @Inject
    CampaignLookup lookup;

    @Inject
    Providers providers;

    @Inject
    Pool pool;

    @BeforeEach
    void emptyStoreAtNoon() {
        await(pool.query("truncate run, campaign_spend, campaign_target, campaign, provider")
                .execute());
        publisher.reset();
        clock.set("2026-11-24T12:00:00Z");
        for (String name : List.of("a", "b")) {
            URI url = URI.create("https://" + name + ".example/v1");
            await(providers.put(new Provider(name, url, Protocol.OPENAI_CHAT, "key-" + name, 4)));
        }
    }

    @Test
    void aFiringBecomesARunOnceItsLeadIsReached() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:04:57.9Z");
        tick();
        assertThat(runs()).isEmpty();

        clock.set("2026-11-24T12:04:58Z");
        tick();

        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.scheduledAt()).isEqualTo("2026-11-24T12:05:00Z");
            assertThat(run.fireAt()).isEqualTo("2026-11-24T12:05:00Z");
            assertThat(run.trigger()).isEqualTo(RunTrigger.SCHEDULE);
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
            assertThat(run.expected()).isEqualTo(2);
        });
    }

    @Test
    void aRoundCarriesAllThatAProberNeeds() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:04:59Z");

        tick();

        RoundRequest round = publisher.published().get(0);
        assertThat(round.campaign()).isEqualTo("c");
        assertThat(round.runId()).isEqualTo(runs().get(0).id());
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
        assertThat(round.targets().get(0).maxConcurrency()).isEqualTo(4);
        assertThat(round.targets().get(0).baseUrl()).hasToString("https://a.example/v1");
        assertThat(round.targets())
                .allSatisfy(target -> assertThat(target.idleBefore()).isNull());
    }

    @Test
    void roundsArePublishedAsTheirLeadIsReached() {
        put(EVERY_FIVE_MINUTES, 4);
        clock.set("2026-11-24T12:04:58Z");
        tick();
        assertThat(publisher.rounds()).containsExactly(0);

        clock.set("2026-11-24T12:05:02Z");
        tick();
        assertThat(publisher.rounds()).containsExactly(0, 1, 2);
        clock.set("2026-11-24T12:05:04Z");
        tick();

        assertThat(publisher.published())
                .filteredOn(round -> round.round() == 3)
                .singleElement()
                .satisfies(round -> assertThat(round.fireAt()).isEqualTo("2026-11-24T12:05:06Z"));
        assertThat(publisher.published()).hasSize(4);
        assertThat(runs().get(0).publishedRounds()).isEqualTo(4);
    }

    @Test
    void roundsTenMillisecondsApartArePublishedManyPerTick() {
        CampaignSpec spec = spec(EVERY_FIVE_MINUTES, new Rounds(300, Duration.ofMillis(10)), "a", "b");
        await(campaigns.put("c", spec));
        clock.set("2026-11-24T12:04:58Z");

        tick();
        clock.advance(Duration.ofSeconds(1));
        tick();

        assertThat(publisher.rounds())
                .isEqualTo(IntStream.rangeClosed(0, 100).boxed().toList());
    }

    @Test
    void idleTimeCountsFromTheLastTimeTheScheduleAskedTheTarget() {
        put(EVERY_FIVE_MINUTES, 2);
        clock.set("2026-11-24T12:05:00Z");
        tick();
        clock.set("2026-11-24T12:05:02Z");
        tick();
        completeAllRuns();
        publisher.reset();

        clock.set("2026-11-24T12:10:00Z");
        tick();
        clock.set("2026-11-24T12:10:02Z");
        tick();

        assertThat(publisher.published())
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.targets())
                        .extracting(ProbeTarget::idleBefore)
                        .containsOnly(round.round() == 0 ? Duration.parse("PT4M58S") : Duration.ofSeconds(2)));
    }

    @Test
    void aFiringIsSkippedWhileARunIsOpen() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:05:00Z");
        tick();
        await(pool.query("update run set deadline = '2026-11-24T13:00:00Z'").execute());

        clock.set("2026-11-24T12:10:00Z");
        tick();

        assertThat(runs()).hasSize(1);
        CampaignView campaign = campaign();
        assertThat(campaign.skippedFirings()).isEqualTo(1);
        assertThat(campaign.missedFirings()).isZero();
        assertThat(campaign.nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T12:15:00Z");
    }

    @Test
    void aFiringIsNotSkippedBeforeItsMomentHasCome() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:05:00Z");
        tick();
        await(pool.query("update run set deadline = '2026-11-24T13:00:00Z'").execute());
        clock.set("2026-11-24T12:09:59Z");
        tick();
        assertThat(campaign().skippedFirings()).isZero();
        samples.store(runs().get(0).id(), Map.of(Outcome.OK, 2L));

        clock.set("2026-11-24T12:09:59.500Z");
        tick();

        assertThat(runs()).hasSize(2);
        assertThat(campaign().skippedFirings()).isZero();
    }

    @Test
    void firingsPastTheirCatchupWindowAreCountedAndNeverRunLate() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T14:02:00Z");

        tick();

        assertThat(campaign().missedFirings()).isEqualTo(23);
        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.scheduledAt()).isEqualTo("2026-11-24T14:00:00Z");
            assertThat(run.fireAt()).isEqualTo("2026-11-24T14:02:00.500Z");
        });
    }

    @Test
    void manyProcessesPlanAndPublishEachRunAndRoundOnce() {
        for (int i = 0; i < 20; i++) {
            await(campaigns.put("c" + i, spec(EVERY_FIVE_MINUTES, new Rounds(3, Duration.ofMillis(100)), "a", "b")));
        }
        clock.set("2026-11-24T12:05:00Z");

        List<CompletableFuture<?>> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            processes.add(firings.claim(clock.read())
                    .chain(() -> rounds.dispatch(clock.read()))
                    .subscribeAsCompletionStage());
        }
        CompletableFuture.allOf(processes.toArray(CompletableFuture[]::new)).join();

        assertThat(count("select count(*) from run")).isEqualTo(20);
        assertThat(publisher.published().stream()
                        .map(round -> round.runId() + "/" + round.round())
                        .toList())
                .hasSize(60)
                .doesNotHaveDuplicates();
        assertThat(count("select count(*) from run where published_rounds = 3 and planned_rounds = 3"))
                .isEqualTo(20);
    }

    @Test
    void whatWasClaimedAndNeverPublishedIsPublishedAgainOnceTheLeaseHasRunOut() {
        put(new Interval(Duration.ofMinutes(5), Duration.ZERO, Duration.ZERO, Overlap.SKIP, Duration.ofMinutes(5)), 1);
        clock.set("2026-11-24T12:04:58Z");
        await(firings.claim(clock.read()));
        ClaimedRounds lost = await(claim.claim(clock.read())).get(0);
        await(pool.query("update run set lease_until = '2026-11-24T12:05:02Z'").execute());
        tick();
        assertThat(publisher.published()).isEmpty();
        await(pool.query("update provider set base_url = 'https://elsewhere.example'")
                .execute());

        clock.set("2026-11-24T12:05:03Z");
        tick();
        tick();

        assertThat(publisher.published()).containsExactly(lost.request(0));
        assertThat(runs().get(0).publishedRounds()).isEqualTo(1);
    }

    @Test
    void whatTheBrokerDidNotTakeIsPublishedAgainFromThereOn() {
        await(campaigns.put("c", spec(EVERY_FIVE_MINUTES, new Rounds(5, Duration.ofMillis(100)), "a", "b")));
        publisher.failFor(round -> round.round() == 2);
        clock.set("2026-11-24T12:05:00Z");
        tick();
        assertThat(runs().get(0).publishedRounds()).isEqualTo(2);
        publisher.reset();

        clock.set("2026-11-24T12:05:02Z");
        tick();

        assertThat(publisher.rounds()).containsExactly(2, 3, 4);
        assertThat(runs().get(0).publishedRounds()).isEqualTo(5);
    }

    @Test
    void aBrokerThatIsAwayIsAskedForEachRoundOncePerTick() {
        for (int i = 0; i < 100; i++) {
            await(campaigns.put("c" + i, spec(EVERY_FIVE_MINUTES, new Rounds(1, Duration.ofSeconds(1)), "a")));
        }
        AtomicInteger attempts = new AtomicInteger();
        publisher.failFor(round -> attempts.incrementAndGet() > 0);
        clock.set("2026-11-24T12:05:00Z");

        tick();

        assertThat(attempts).hasValue(100);
    }

    @Test
    void roundsThatNobodyMayProbeAnyMoreAreLeftOutAndCountedAsMissed() {
        put(EVERY_FIVE_MINUTES, 3);
        clock.set("2026-11-24T12:04:59Z");
        await(firings.claim(clock.read()));

        clock.set("2026-11-24T12:05:09Z");
        tick();
        assertThat(publisher.rounds()).containsExactly(2);
        clock.set("2026-11-24T12:10:00Z");
        tick();

        RunView run = runs().get(1);
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.outcomes()).isEqualTo(Map.of("MISSED", 6L));
    }

    @Test
    void aRunIsCompleteWhenEverySampleHasCome() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:04:59Z");
        tick();
        clock.set("2026-11-24T12:05:01Z");
        UUID run = runs().get(0).id();
        samples.store(run, Map.of(Outcome.OK, 1L));
        tick();
        assertThat(runs().get(0).state()).isEqualTo(RunState.RUNNING);
        assertThat(runs().get(0).received()).isEqualTo(1);

        samples.store(run, Map.of(Outcome.OK, 1L, Outcome.TIMEOUT, 1L));
        tick();

        RunView closed = runs().get(0);
        assertThat(closed.state()).isEqualTo(RunState.COMPLETED);
        assertThat(closed.outcomes()).isEqualTo(Map.of("OK", 1L, "TIMEOUT", 1L));
        assertThat(closed.finishedAt()).isEqualTo(clock.read());
    }

    @Test
    void aRunIsIncompleteOnceItsDeadlineHasPassedAndStillAddsUp() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:04:59Z");
        tick();
        clock.set("2026-11-24T12:05:01Z");
        UUID id = runs().get(0).id();
        samples.store(id, Map.of(Outcome.OK, 1L));
        clock.set("2026-11-24T12:07:14Z");
        tick();
        assertThat(runs().get(0).outcomes()).isEqualTo(Map.of("OK", 1L));

        clock.set("2026-11-24T12:07:15Z");
        tick();

        RunView run = runs().get(0);
        assertThat(run.state()).isEqualTo(RunState.INCOMPLETE);
        assertThat(run.outcomes()).isEqualTo(Map.of("OK", 1L, "MISSED", 1L));
    }

    @Test
    void aTriggerRunsAPausedCampaignBesideAnOpenRun() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:05:00Z");
        tick();
        await(definitions.pause("c", "maintenance"));

        UUID id = await(campaigns.trigger("c"));
        tick();

        RunView run = await(runQueries.get(id));
        assertThat(run.trigger()).isEqualTo(RunTrigger.MANUAL);
        assertThat(run.fireAt()).isEqualTo("2026-11-24T12:05:02Z");
        assertThat(run.state()).isEqualTo(RunState.RUNNING);
        assertThat(publisher.published()).hasSize(2);
    }

    @Test
    void aPausedCampaignDoesNotFireAndMissesNothing() {
        put(EVERY_FIVE_MINUTES, 1);
        await(definitions.pause("c", "maintenance"));
        clock.set("2026-11-24T13:01:00Z");
        tick();
        put(EVERY_FIVE_MINUTES, 2);
        assertThat(campaign().state()).isEqualTo(StoredCampaign.State.PAUSED);
        assertThat(campaign().pauseNote()).isEqualTo("maintenance");
        assertThat(campaign().nextFirings()).isEmpty();

        await(definitions.resume("c"));
        tick();

        assertThat(runs()).isEmpty();
        assertThat(campaign().missedFirings()).isZero();
        assertThat(campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T13:05:00Z");
    }

    @Test
    void theSameDocumentAgainChangesNothing() {
        put(EVERY_FIVE_MINUTES, 1);
        CampaignView before = campaign();
        Map<UUID, TargetRef> targets = targets();
        clock.advance(Duration.ofMinutes(1));

        boolean created = put(EVERY_FIVE_MINUTES, 1);

        assertThat(created).isFalse();
        assertThat(campaign()).isEqualTo(before);
        assertThat(targets()).isEqualTo(targets);
    }

    @Test
    void anotherScheduleStartsAnewAndAChangedBackOneDoesNotFireTwice() {
        put(EVERY_FIVE_MINUTES, 1);
        clock.set("2026-11-24T12:04:59Z");
        tick();
        put(Interval.of(Duration.ofHours(1)), 1);
        assertThat(campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T13:00:00Z");
        put(EVERY_FIVE_MINUTES, 1);
        await(pool.query("update run set state = 'COMPLETED'").execute());

        tick();

        assertThat(runs()).hasSize(1);
        assertThat(campaign().nextFirings().get(0).scheduledAt()).isEqualTo("2026-11-24T12:10:00Z");
    }

    @Test
    void aTargetThatComesBackIsTheOneThatItWas() {
        put(EVERY_FIVE_MINUTES, 1);
        Map<UUID, TargetRef> before = targets();
        await(campaigns.put("c", spec(EVERY_FIVE_MINUTES, Rounds.DEFAULT, "b")));
        assertThat(rankable().targets()).containsValue(new TargetRef("b", "m")).hasSize(1);
        assertThat(targets()).isEqualTo(before);

        put(EVERY_FIVE_MINUTES, 1);

        assertThat(targets()).isEqualTo(before);
        assertThat(rankable().targets()).isEqualTo(before);
    }

    @Test
    void onlyAChangeOfWhatIsAskedMakesANewVersion() {
        put(EVERY_FIVE_MINUTES, 1);
        put(EVERY_FIVE_MINUTES, 2);
        assertThat(campaign().specVersion()).isEqualTo(1);
        CampaignSpec spec = spec(EVERY_FIVE_MINUTES, Rounds.DEFAULT, "a", "b");
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
                false);

        await(campaigns.put("c", longer));

        assertThat(campaign().specVersion()).isEqualTo(2);
        assertThat(rankable().specVersion()).isEqualTo(2);
    }

    @Test
    void concurrentPutsOfOneNameCreateItOnce() {
        CampaignSpec spec = spec(EVERY_FIVE_MINUTES, Rounds.DEFAULT, "a", "b");

        List<CompletableFuture<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            puts.add(campaigns.put("c", spec).subscribeAsCompletionStage());
        }
        List<Boolean> created = puts.stream().map(CompletableFuture::join).toList();

        assertThat(created).containsOnlyOnce(true);
        assertThat(targets()).hasSize(2);
    }

    @Test
    void unknownProvidersAreToldWithEverythingElse() {
        CampaignSpec spec = spec(EVERY_FIVE_MINUTES, new Rounds(0, Duration.ofSeconds(2)), "a", "x", "y");

        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> await(campaigns.put("c", spec)));

        assertThat(problem.violations())
                .containsExactlyInAnyOrder(
                        new Violation("rounds.count", "must be from 1 to 1000"),
                        new Violation("targets[1].provider", "no such provider: x"),
                        new Violation("targets[2].provider", "no such provider: y"));
        assertThat(count("select count(*) from campaign")).isZero();
    }

    @Test
    void deletingRemovesDefinitionRunsAndSamples() {
        put(EVERY_FIVE_MINUTES, 2);
        clock.set("2026-11-24T12:05:00Z");
        tick();
        UUID id = await(lookup.idOf("c")).orElseThrow();

        await(definitions.delete("c", WritePrecondition.NONE));
        tick();

        assertThat(count("select (select count(*) from campaign) + (select count(*) from campaign_target) + (select"
                        + " count(*) from run)"))
                .isZero();
        assertThat(samples.deletedCampaigns()).contains(id);
        assertThat(await(lookup.existing(Set.of(id)))).isEmpty();
    }

    @Test
    void runsArePagedFromTheNewest() {
        put(EVERY_FIVE_MINUTES, 1);
        List<UUID> triggered = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            triggered.add(0, await(campaigns.trigger("c")));
            clock.advance(Duration.ofSeconds(1));
        }

        List<UUID> paged = new ArrayList<>();
        Page<RunView> page = await(runQueries.list("c", PageRequest.of("2", null, 2)));
        while (page.next() != null) {
            page.items().forEach(run -> paged.add(run.id()));
            page = await(runQueries.list("c", PageRequest.of("2", page.next(), 2)));
        }
        page.items().forEach(run -> paged.add(run.id()));

        assertThat(paged).isEqualTo(triggered);
    }

    private boolean put(ScheduleSpec schedule, int rounds) {
        return await(campaigns.put("c", spec(schedule, new Rounds(rounds, Duration.ofSeconds(2)), "a", "b")));
    }

    private static CampaignSpec spec(ScheduleSpec schedule, Rounds rounds, String... providers) {
        CampaignSpec plain = CampaignSpec.of(
                "Model",
                List.of(providers).stream().map(name -> Target.of(name, "m")).toList(),
                schedule);
        return new CampaignSpec(
                null,
                plain.model(),
                plain.targets(),
                plain.workload(),
                schedule,
                rounds,
                plain.timeouts(),
                null,
                plain.ranking(),
                null,
                false);
    }

    private void completeAllRuns() {
        runs().forEach(run -> samples.store(run.id(), Map.of(Outcome.OK, (long) run.expected())));
        tick();
        assertThat(runs()).extracting(RunView::state).containsOnly(RunState.COMPLETED);
    }

    private CampaignView campaign() {
        return await(campaignQueries.get("c")).view();
    }

    private RankableCampaign rankable() {
        return await(rankables.rankable("c")).orElseThrow();
    }

    private Map<UUID, TargetRef> targets() {
        return await(lookup.targetsOf(await(lookup.idOf("c")).orElseThrow()));
    }

    private List<RunView> runs() {
        return await(runQueries.list("c", new PageRequest(100, null))).items();
    }

    private long count(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    private void tick() {
        await(scheduler.tick());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }
}
