package dev.evenkeel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.rollup.Difference;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.RollupSeries;
import dev.evenkeel.rollup.RollupSpan;
import dev.evenkeel.rollup.RollupTable;
import dev.evenkeel.rollup.SloTally;
import dev.evenkeel.rollup.TargetRollup;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class StoredRollupsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SAMPLES = 1_200;

    @Inject
    SampleStore store;

    @Inject
    SampleLog log;

    @Inject
    RollupCheck check;

    @Inject
    RollupBacklog backlog;

    @Inject
    RollupTable table;

    @Inject
    SamplePartitions partitions;

    @Inject
    RollupWatch watch;

    @Inject
    MeterRegistry registry;

    @Inject
    Pool pool;

    private final Random random = new Random(17);
    private final UUID campaign = UUID.randomUUID();
    private final UUID run = UUID.randomUUID();
    private final List<UUID> targets = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    private final Instant yesterday = Resolution.DAY.floor(Instant.now()).minus(Duration.ofDays(1));

    @BeforeEach
    void aCampaignExists() {
        await(pool.preparedQuery("insert into campaign (id, name, spec, spec_version, state)"
                        + " values ($1, $2, '{\"slo\": {\"ttftMs\": 300}}', 1, 'PAUSED')")
                .execute(Tuple.of(campaign, "c" + campaign)));
    }

    @Test
    void rollupsHoldEachSampleOnceWhateverIsGivenAgainAndByWhomAtTheSameTime() {
        List<ReceivedSample> samples = samples();

        storeAtOnce(samples, samples);

        assertThat(checked(false).differing()).isZero();
        for (Resolution resolution : Resolution.LADDER) {
            assertThat(samplesIn(resolution)).as(resolution.toString()).isEqualTo(SAMPLES);
        }
    }

    @Test
    void theRollupOfADayTellsWhatItsSamplesTell() {
        await(store.store(samples(), List.of()));

        Rollup day = rollups(Resolution.DAY).stream().map(TargetRollup::rollup).reduce(Rollup.EMPTY, Rollup::merge);

        List<WindowSample> samples = await(log.window(slice())).samples();
        assertThat(day.suspect())
                .isEqualTo(samples.stream().filter(WindowSample::suspect).count())
                .isPositive();
        assertThat(day.outcomes().get(Outcome.TIMEOUT))
                .isEqualTo(samples.stream()
                        .filter(sample -> !sample.suspect() && sample.outcome() == Outcome.TIMEOUT)
                        .count());
        assertThat(day.tokens().input())
                .isEqualTo(212
                        * samples.stream()
                                .filter(sample -> sample.outcome() == Outcome.OK)
                                .count());
        SloTally tally = Objects.requireNonNull(day.slo());
        assertThat(tally.isBy(new Slo(300.0, null))).isTrue();
        assertThat(tally.met())
                .isEqualTo(samples.stream()
                        .filter(sample -> !sample.suspect()
                                && sample.outcome() == Outcome.OK
                                && sample.ttftNs() != null
                                && sample.ttftNs() <= 300_000_000)
                        .count());
    }

    @Test
    void aRollupThatWasTamperedWithIsFoundAndPutRight() {
        await(store.store(samples(), List.of()));
        await(pool.preparedQuery(
                        "update rollup r set summary = (select summary from rollup o where o.campaign_id = $1 and"
                                + " o.step_s = 300 order by starts_at desc limit 1) where campaign_id = $1 and step_s = 300 and"
                                + " starts_at = $2 and target_id = $3")
                .execute(Tuple.of(campaign, yesterday.atOffset(ZoneOffset.UTC), targets.get(0))));

        CheckedRollups found = checked(false);
        CheckedRollups repaired = checked(true);

        assertThat(found.differing()).isEqualTo(1);
        assertThat(found.differences().get(0).key().targetId()).isEqualTo(targets.get(0));
        assertThat(found.differences().get(0).what()).contains(Difference.METRICS);
        assertThat(found.repaired()).isZero();
        assertThat(repaired.repaired()).isEqualTo(1);
        assertThat(checked(false).differing()).isZero();
    }

    @Test
    void rollupsThatAreMissingOrWithoutSamplesAreFoundAndPutRight() {
        await(store.store(samples(), List.of()));
        await(pool.preparedQuery("delete from rollup where campaign_id = $1 and step_s = 3600 and target_id = $2")
                .execute(Tuple.of(campaign, targets.get(1))));
        await(pool.preparedQuery(
                        "update rollup set target_id = $2 where campaign_id = $1 and step_s = 300 and target_id = $3")
                .execute(Tuple.of(campaign, UUID.randomUUID(), targets.get(2))));

        CheckedRollups found = checked(false);
        checked(true);

        assertThat(found.differences())
                .flatExtracting(CheckedRollups.Found::what)
                .contains(Difference.MISSING, Difference.UNFOUNDED);
        assertThat(checked(false).differing()).isZero();
        assertThat(samplesIn(Resolution.HOUR)).isEqualTo(SAMPLES);
    }

    @Test
    void theWatchCountsWhatItCheckedAndWhatDiffersAndPutsNothingRight() {
        await(store.store(samples(), List.of()));
        await(pool.preparedQuery("delete from rollup where step_s = 3600 and campaign_id <> $1")
                .execute(Tuple.of(campaign)));
        double checkedBefore = counted("evenkeel.rollups.checked");
        double driftedBefore = counted("evenkeel.rollups.drifted");

        await(watch.checkAnHour());

        assertThat(counted("evenkeel.rollups.checked")).isGreaterThan(checkedBefore);
        assertThat(counted("evenkeel.rollups.drifted")).isEqualTo(driftedBefore);

        await(pool.preparedQuery("delete from rollup where step_s = 300 and campaign_id = $1")
                .execute(Tuple.of(campaign)));
        await(watch.checkAnHour());

        assertThat(counted("evenkeel.rollups.drifted")).isGreaterThan(driftedBefore);
        assertThat(samplesIn(Resolution.FIVE_MINUTES)).isZero();
    }

    @Test
    void repairingAmidIngestLosesAndDoublesNothing() {
        List<ReceivedSample> samples = samples();
        Uni<Void> repairs = Multi.createBy()
                .repeating()
                .uni(() -> check.check(
                        campaign, new Slo(300.0, null), yesterday, yesterday.plus(Duration.ofDays(1)), true))
                .atMost(6)
                .collect()
                .asList()
                .replaceWithVoid();
        Uni<Void> ingest = storingAtOnce(samples, samples);

        await(Uni.join().all(repairs, ingest).andFailFast());

        assertThat(checked(false).differing()).isZero();
        assertThat(samplesIn(Resolution.FIVE_MINUTES)).isEqualTo(SAMPLES);
        assertThat(samplesIn(Resolution.DAY)).isEqualTo(SAMPLES);
    }

    @Test
    void daysFromBeforeThereWereRollupsAreSummedUp() {
        await(store.store(samples(), List.of()));
        await(pool.preparedQuery("delete from rollup where campaign_id = $1").execute(Tuple.of(campaign)));
        await(pool.preparedQuery("insert into rollup_backlog values ($1)")
                .execute(Tuple.of(LocalDate.ofInstant(yesterday, ZoneOffset.UTC))));
        assertThat(await(log.isSummedUp(slice()))).isFalse();

        await(backlog.sumUpADay());

        assertThat(await(log.isSummedUp(slice()))).isTrue();
        assertThat(checked(false).differing()).isZero();
        assertThat(samplesIn(Resolution.SIX_HOURS)).isEqualTo(SAMPLES);
    }

    @Test
    void aDeletedCampaignLeavesNoRollup() {
        await(store.store(samples(), List.of()));

        await(log.deleteCampaign(campaign));

        assertThat(rollups(Resolution.DAY)).isEmpty();
        assertThat(rollups(Resolution.FIVE_MINUTES)).isEmpty();
    }

    @Test
    void roundsThatAreUnderWayAreReadAsSamplesAndTheRestAsRollups() {
        List<ReceivedSample> samples = samples();
        await(store.store(samples.subList(0, samples.size() - 1), List.of()));
        Instant lastRound = samples.get(samples.size() - 1).sample().scheduledAt();
        Slice young = new Slice(
                campaign,
                1,
                ConnectionArm.REUSE,
                Set.of(Vantage.DEFAULT),
                yesterday,
                yesterday.plus(Duration.ofDays(1)),
                lastRound.minusSeconds(1),
                Set.copyOf(targets));

        RolledUpWindow window = await(log.rolledUp(young, Resolution.FIVE_MINUTES));
        Slice ofOneRemoved = new Slice(
                campaign,
                1,
                ConnectionArm.REUSE,
                Set.of(Vantage.DEFAULT),
                young.from(),
                young.to(),
                young.youngSince(),
                Set.of(targets.get(0), targets.get(1)));

        assertThat(window.pulse().incomplete()).isEqualTo(1);
        assertThat(await(log.pulse(ofOneRemoved)).incomplete()).isZero();
        assertThat(window.pulse().earliest()).isEqualTo(lastRound);
        long rolledUp = window.rollups().stream()
                .mapToLong(rollup -> rollup.rollup().samples())
                .sum();
        assertThat(rolledUp + window.samples().size()).isEqualTo(SAMPLES - 1);
        assertThat(window.samples())
                .isNotEmpty()
                .allSatisfy(sample ->
                        assertThat(sample.scheduledAt()).isAfterOrEqualTo(Resolution.FIVE_MINUTES.floor(lastRound)));
        assertThat(window.failures()).hasSize(targets.size());
    }

    @Test
    void daysWhoseSamplesAreAllTooOldAreDropped() {
        await(pool.query(
                        "create table sample_20200101 partition of sample for values from ('2020-01-01 00:00:00+00') to"
                                + " ('2020-01-02 00:00:00+00')")
                .execute());

        await(partitions.ensureAhead());

        assertThat(await(pool.query("select to_regclass('sample_20200101') is null as dropped")
                                .execute())
                        .iterator()
                        .next()
                        .getBoolean("dropped"))
                .isTrue();
        assertThat(await(partitions.range()).oldest()).isAfter(LocalDate.of(2020, 1, 2));
    }

    /** Some of every kind, over the whole of yesterday. */
    private List<ReceivedSample> samples() {
        List<ReceivedSample> samples = new ArrayList<>();
        int rounds = SAMPLES / targets.size();
        for (int round = 0; round < rounds; round++) {
            for (UUID target : targets) {
                SampleFixture sample = SampleFixture.sample()
                        .of(campaign, run, target)
                        .inRound(round)
                        .at(yesterday.plusSeconds(round * 86_400L / rounds))
                        .taking((long) (250e6 * Math.exp(0.3 * random.nextGaussian())))
                        .ending(random.nextInt(20) == 0 ? Outcome.TIMEOUT : Outcome.OK);
                samples.add(new ReceivedSample(
                        random.nextInt(30) == 0 ? sample.suspected().build() : sample.build(), round % 4, round));
            }
        }
        return samples;
    }

    private void storeAtOnce(List<ReceivedSample> one, List<ReceivedSample> other) {
        await(storingAtOnce(one, other));
    }

    /** Four writers, each with all samples in an order and batches of its own. */
    private Uni<Void> storingAtOnce(List<ReceivedSample> one, List<ReceivedSample> other) {
        List<Uni<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            List<ReceivedSample> own = new ArrayList<>(writer % 2 == 0 ? one : other);
            Collections.shuffle(own, random);
            writers.add(Multi.createFrom()
                    .items(own.stream())
                    .group()
                    .intoLists()
                    .of(100 + 70 * writer)
                    .onItem()
                    .transformToUniAndConcatenate(batch -> store.store(batch, List.of()))
                    .collect()
                    .asList()
                    .replaceWithVoid());
        }
        return Uni.join().all(writers).andFailFast().replaceWithVoid();
    }

    private CheckedRollups checked(boolean repair) {
        return await(
                check.check(campaign, new Slo(300.0, null), yesterday, yesterday.plus(Duration.ofDays(1)), repair));
    }

    private double counted(String counter) {
        return registry.get(counter).counter().count();
    }

    private long samplesIn(Resolution resolution) {
        return rollups(resolution).stream()
                .mapToLong(rollup -> rollup.rollup().samples())
                .sum();
    }

    private List<TargetRollup> rollups(Resolution resolution) {
        RollupSpan day = new RollupSpan(resolution, yesterday, yesterday.plus(Duration.ofDays(1)));
        return await(
                table.span(pool, new RollupSeries(campaign, 1, ConnectionArm.REUSE, Set.of(Vantage.DEFAULT)), day));
    }

    private Slice slice() {
        Instant to = yesterday.plus(Duration.ofDays(1));
        return new Slice(
                campaign, 1, ConnectionArm.REUSE, Set.of(Vantage.DEFAULT), yesterday, to, to, Set.copyOf(targets));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
