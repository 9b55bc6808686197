package dev.evenkeel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.MissedRound.Reason;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.pipeline.DeadLetterCause;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.pipeline.RejectedSample;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class SampleStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    SampleStore store;

    @Inject
    SamplePartitions partitions;

    @Inject
    SampleLog log;

    @Inject
    Pool pool;

    private final UUID campaign = UUID.randomUUID();
    private final UUID run = UUID.randomUUID();
    private final UUID target = UUID.randomUUID();
    private final Instant firstRound = Instant.now();

    @BeforeEach
    void aCampaignExists() {
        await(pool.preparedQuery("insert into campaign (id, name, spec, spec_version, state)"
                        + " values ($1, $2, '{}', 1, 'PAUSED')")
                .execute(Tuple.of(campaign, "c" + campaign)));
    }

    @Test
    void newSamplesAreStoredAndRaiseTheRevisionByTheirNumber() {
        List<ReceivedSample> batch = batch(0, 40);

        List<RejectedSample> rejected = await(stored(batch));

        assertThat(rejected).isEmpty();
        assertThat(window().samples()).hasSize(40);
        assertThat(window().pulse().revision()).isEqualTo(40);
    }

    @Test
    void aBatchThatIsGivenAgainChangesNothing() {
        await(stored(batch(0, 40)));

        await(stored(batch(20, 60)));

        assertThat(window().samples()).hasSize(60);
        assertThat(window().pulse().revision()).isEqualTo(60);
    }

    @Test
    void aSampleThatStandsTwiceInABatchCountsOnce() {
        List<ReceivedSample> batch = new ArrayList<>(batch(0, 3));
        batch.addAll(batch(0, 3));

        await(stored(batch));

        assertThat(window().samples()).hasSize(3);
    }

    @Test
    void whoAskedToWaitIsToldUntilWhen() {
        Sample limited = at(0).ending(Outcome.RATE_LIMITED).build();
        Sample ok = at(1).build();
        await(stored(List.of(received(limited), received(ok))));

        Instant until = Objects.requireNonNull(limited.startedAt())
                .plusNanos(Objects.requireNonNull(limited.clocks()).endNs())
                .plusSeconds(30)
                .truncatedTo(ChronoUnit.MICROS);
        assertThat(await(log.askedToWait(until.minusMillis(1)))).containsEntry(limited.targetId(), until);
        assertThat(await(log.askedToWait(until))).doesNotContainKey(limited.targetId());
        assertThat(ok.targetId()).isEqualTo(limited.targetId());
    }

    @Test
    void theWindowTellsWhatWasMeasured() {
        Sample sample = at(0).build();

        await(stored(List.of(received(sample))));

        WindowSample stored = window().samples().get(0);
        assertThat(stored.scheduledAt()).isEqualTo(sample.scheduledAt());
        assertThat(stored.outcome()).isEqualTo(Outcome.OK);
        assertThat(stored.ttftNs()).isEqualTo(250_000_000L);
        assertThat(stored.latencyNs()).isEqualTo(250_000_000L + 63 * 18_000_000L);
        assertThat(stored.itlNs()).isEqualTo(18_000_000.0);
        assertThat(stored.idleBeforeNs()).isEqualTo(Duration.ofMinutes(5).toNanos());
        assertThat(stored.cost()).isEqualByComparingTo("0.00028");
    }

    @Test
    void aSampleOutsideThePartitionsIsRejectedAndTheRestStored() {
        Sample old = at(0).at(Instant.now().minus(Duration.ofDays(30))).build();
        Sample future = at(1).at(Instant.now().plus(Duration.ofDays(30))).build();

        List<RejectedSample> rejected =
                await(stored(List.of(received(old), received(future), received(at(2).build()))));

        assertThat(rejected)
                .extracting(RejectedSample::cause)
                .containsExactly(DeadLetterCause.TOO_OLD, DeadLetterCause.TOO_NEW);
        assertThat(window().samples()).hasSize(1);
    }

    @Test
    void aSampleOfADayThatAnotherProcessHasDroppedIsTooOldAndTheRestStored() {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(25);
        await(SamplePartitions.create(pool, day));
        await(partitions.look());
        await(pool.query(SamplePartitions.dropping(day)).execute());
        Instant noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC);

        List<RejectedSample> rejected = await(stored(List.of(
                received(at(0).at(noon).build()),
                received(at(1).build()),
                received(at(2).at(noon).build()))));

        assertThat(rejected)
                .extracting(RejectedSample::cause)
                .containsExactly(DeadLetterCause.TOO_OLD, DeadLetterCause.TOO_OLD);
        assertThat(window().samples()).hasSize(1);
    }

    @Test
    void aRowThatTheDatabaseRefusesIsRejectedAlone() {
        List<ReceivedSample> batch = new ArrayList<>(batch(0, 30));
        batch.add(17, received(at(99).reporting("nul \u0000 byte").build()));

        List<RejectedSample> rejected = await(stored(batch));

        assertThat(rejected).singleElement().satisfies(one -> {
            assertThat(one.cause()).isEqualTo(DeadLetterCause.INVALID);
            assertThat(one.received().sample().round()).isEqualTo(99);
            assertThat(one.detail()).contains("22021");
        });
        assertThat(window().samples()).hasSize(30);
    }

    @Test
    void aValueThatNoColumnCanHoldIsRejectedAlone() {
        Sample endless = at(99).idleFor(Duration.ofSeconds(Long.MAX_VALUE)).build();

        List<RejectedSample> rejected =
                await(stored(List.of(received(at(0).build()), received(endless), received(at(1).build()))));

        assertThat(rejected).extracting(RejectedSample::cause).containsExactly(DeadLetterCause.INVALID);
        assertThat(window().samples()).hasSize(2);
    }

    @Test
    void samplesOfADeletedCampaignAreDropped() {
        UUID deleted = UUID.randomUUID();
        Sample orphan = SampleFixture.sample().of(deleted, run, target).build();

        List<RejectedSample> rejected = await(stored(List.of(received(orphan))));

        assertThat(rejected).isEmpty();
        assertThat(await(log.talliesByRun(List.of(run), Instant.EPOCH))).isEmpty();
    }

    @Test
    void writersThatMeetOnTheSameSamplesInOppositeOrderStoreEachOnce() {
        List<ReceivedSample> forwards = batch(0, 400);
        List<ReceivedSample> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);

        await(Uni.combine()
                .all()
                .unis(stored(forwards), stored(backwards), stored(forwards), stored(backwards))
                .discardItems());

        assertThat(window().samples()).hasSize(400);
        assertThat(window().pulse().revision()).isEqualTo(400);
    }

    @Test
    void outcomesAreCountedByRun() {
        await(stored(List.of(
                received(at(0).build()),
                received(at(1).build()),
                received(at(2).ending(Outcome.TIMEOUT).build()))));

        Map<UUID, RunTally> tallies = await(log.talliesByRun(List.of(run, UUID.randomUUID()), Instant.EPOCH));

        assertThat(tallies.values())
                .extracting(RunTally::outcomes)
                .containsExactly(Map.of(Outcome.OK, 2L, Outcome.TIMEOUT, 1L));
        assertThat(tallies).containsOnlyKeys(run);
    }

    @Test
    void aDeletedCampaignLeavesNothingBehind() {
        await(store.store(batch(0, 5), List.of(missed(5, Reason.EXPIRED))));
        Sample limited = at(6).ending(Outcome.RATE_LIMITED).build();
        await(stored(List.of(received(limited))));

        await(log.deleteCampaign(campaign));

        assertThat(window()).isEqualTo(new SampleWindow(new Pulse(0, 0, null), List.of()));
        assertThat(await(log.talliesByRun(List.of(run), Instant.EPOCH))).isEmpty();
        assertThat(await(log.askedToWait(Instant.EPOCH))).doesNotContainKey(limited.targetId());
    }

    @Test
    void beforeTheFirstDayIsMadeNothingHasBeenStored() {
        SqlConnection connection = await(pool.getConnection());
        try {
            Transaction takenBack = await(connection.begin());
            await(connection
                    .query(
                            "do $$ declare day regclass; begin for day in select inhrelid from pg_inherits where inhparent ="
                                    + " 'sample'::regclass loop execute 'drop table ' || day; end loop; end $$")
                    .execute());

            Optional<LocalDate> oldest = await(SamplePartitions.oldest(connection));

            assertThat(oldest).isEmpty();
            await(takenBack.rollback());
            assertThat(await(log.storedSince())).isPresent();
        } finally {
            await(connection.close());
        }
    }

    /** The store ends the wait that closes the circle, unless an earlier one was told to look for circles later. */
    @Test
    void aDeletionThatIngestGotInTheWayOfIsDoneAgain() {
        await(store.store(batch(0, 5), List.of(missed(5, Reason.EXPIRED))));
        SqlConnection first = await(pool.getConnection());
        SqlConnection second = await(pool.getConnection());
        try {
            Transaction holdsRevision = await(first.begin());
            await(locked(first, "campaign_revision"));
            Transaction holdsMissed = await(second.begin());
            await(second.query("set local deadlock_timeout = '1h'").execute());
            await(locked(second, "missed_round"));
            CompletableFuture<Void> deletion = log.deleteCampaign(campaign).subscribeAsCompletionStage();
            Awaitility.await().until(() -> await(waiting("delete from campaign_revision%")) == 1);
            CompletableFuture<Integer> samples = locked(second, "sample").subscribeAsCompletionStage();
            Awaitility.await().until(() -> await(waiting("select 1 from sample %")) == 1);

            await(holdsRevision.commit());

            assertThat(samples).succeedsWithin(PATIENCE).isEqualTo(5);
            await(holdsMissed.commit());
            assertThat(deletion).succeedsWithin(PATIENCE);
            assertThat(window().samples()).isEmpty();
        } finally {
            await(first.close());
            await(second.close());
        }
    }

    private Uni<Integer> locked(SqlConnection connection, String table) {
        return connection
                .preparedQuery("select 1 from " + table + " where campaign_id = $1 for update")
                .execute(Tuple.of(campaign))
                .map(RowSet::size);
    }

    private Uni<Integer> waiting(String query) {
        return pool.preparedQuery(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like $1")
                .execute(Tuple.of(query))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    @Test
    void missedRoundsAreCountedByRunAndReasonEachOnce() {
        await(store.store(batch(0, 2), List.of(missed(5, Reason.EXPIRED), missed(6, Reason.MAX_STREAMS))));
        await(store.store(List.of(), List.of(missed(6, Reason.EXPIRED), missed(7, Reason.EXPIRED))));

        RunTally tally = tally();

        assertThat(tally.missed()).isEqualTo(Map.of(Reason.EXPIRED, 6L, Reason.MAX_STREAMS, 3L));
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.OK, 2L));
    }

    @Test
    void aRunOfMissedRoundsAloneIsTold() {
        await(store.store(List.of(), List.of(missed(0, Reason.EXPIRED))));

        assertThat(tally().missed()).isEqualTo(Map.of(Reason.EXPIRED, 3L));
        assertThat(tally().received()).isZero();
    }

    @Test
    void missedRoundsAreStoredBesideARowThatTheDatabaseRefuses() {
        ReceivedSample refused = received(at(99).reporting("nul \u0000 byte").build());

        List<RejectedSample> alone = await(store.store(List.of(refused), List.of(missed(0, Reason.EXPIRED))));
        List<RejectedSample> amid =
                await(store.store(List.of(received(at(1).build()), refused), List.of(missed(2, Reason.EXPIRED))));

        assertThat(alone).hasSize(1);
        assertThat(amid).hasSize(1);
        assertThat(tally().missed()).isEqualTo(Map.of(Reason.EXPIRED, 6L));
        assertThat(tally().received()).isEqualTo(1);
    }

    @Test
    void missedRoundsOfDaysThatAreNotKeptOrOfADeletedCampaignAreDropped() {
        await(store.store(
                List.of(),
                List.of(
                        new MissedRound(campaign, run, 0, Vantage.DEFAULT, Instant.MAX, Reason.EXPIRED, 3),
                        new MissedRound(campaign, run, 1, Vantage.DEFAULT, Instant.EPOCH, Reason.EXPIRED, 3),
                        new MissedRound(UUID.randomUUID(), run, 2, Vantage.DEFAULT, firstRound, Reason.EXPIRED, 3))));

        assertThat(await(log.talliesByRun(List.of(run), Instant.EPOCH))).isEmpty();
    }

    private MissedRound missed(int round, Reason reason) {
        return new MissedRound(campaign, run, round, Vantage.DEFAULT, firstRound.plusSeconds(round), reason, 3);
    }

    private RunTally tally() {
        return Objects.requireNonNull(
                await(log.talliesByRun(List.of(run), Instant.EPOCH)).get(run));
    }

    private Uni<List<RejectedSample>> stored(List<ReceivedSample> batch) {
        return store.store(batch, List.of());
    }

    private SampleWindow window() {
        Instant now = Instant.now();
        return await(log.window(new Slice(
                campaign,
                1,
                ConnectionArm.REUSE,
                Set.of(Vantage.DEFAULT),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1)),
                now,
                Set.of())));
    }

    private List<ReceivedSample> batch(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> received(at(i).build())).toList();
    }

    private SampleFixture at(int round) {
        return SampleFixture.sample().of(campaign, run, target).inRound(round).at(firstRound.plusSeconds(round));
    }

    private static ReceivedSample received(Sample sample) {
        return new ReceivedSample(sample, sample.round() % 4, sample.round());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
