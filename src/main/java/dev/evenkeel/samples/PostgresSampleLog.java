package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.RollupSeries;
import dev.evenkeel.rollup.RollupSpan;
import dev.evenkeel.rollup.RollupTable;
import dev.evenkeel.rollup.TargetRollup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

@Singleton
class PostgresSampleLog implements SampleLog {
    private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read, read only";

    /** An answer that broke off may be billed; a refusal, or one that was never sent, is not. */
    private static final String TALLIES = "select run_id, outcome, count(*) as count, coalesce(sum(cost), 0) as cost,"
            + " count(*) filter (where cost is null and outcome in ('OK', 'TIMEOUT', 'STREAM_ERROR', 'EMPTY')) as"
            + " without_cost, count(*) filter (where http_status in (401, 402)) as unauthorized from sample where run_id"
            + " = any($1) and scheduled_at >= $2 group by run_id, outcome";

    private final Pool pool;
    private final RollupTable rollups;
    private final SamplesConfig config;

    PostgresSampleLog(Pool pool, RollupTable rollups, SamplesConfig config) {
        this.pool = pool;
        this.rollups = rollups;
        this.config = config;
    }

    @Override
    public Instant keptSince(Instant now) {
        return now.minus(config.retention()).truncatedTo(ChronoUnit.DAYS);
    }

    @Override
    public Uni<Optional<Instant>> storedSince() {
        return SamplePartitions.oldest(pool)
                .map(oldest ->
                        oldest.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Override
    public Uni<Boolean> isSummedUp(Slice slice) {
        return RollupBacklog.touches(pool, slice.from(), slice.to()).map(touches -> !touches);
    }

    @Override
    public Uni<Pulse> pulse(Slice slice) {
        return WindowQueries.pulse(pool, slice);
    }

    @Override
    public Uni<Long> samplesAtMost(Slice slice, Resolution resolution) {
        RollupSpan around = new RollupSpan(resolution, resolution.floor(slice.from()), resolution.ceiling(slice.to()));
        return rollups.samples(pool, series(slice), around);
    }

    @Override
    public Uni<SampleWindow> window(Slice slice) {
        return inOneSnapshot(connection -> WindowQueries.pulse(connection, slice)
                .chain(pulse -> WindowQueries.samples(connection, slice, slice.from())
                        .map(samples -> new SampleWindow(pulse, samples))));
    }

    @Override
    public Uni<RolledUpWindow> rolledUp(Slice slice, Resolution coarsest) {
        return inOneSnapshot(connection ->
                WindowQueries.pulse(connection, slice).chain(pulse -> rolledUp(connection, slice, coarsest, pulse)));
    }

    private Uni<RolledUpWindow> rolledUp(SqlConnection connection, Slice slice, Resolution coarsest, Pulse pulse) {
        Instant settled = settledUpTo(slice, pulse);
        Uni<List<TargetRollup>> upTo = rollups(connection, slice, coarsest, settled);
        Uni<List<WindowSample>> rest = settled.isBefore(slice.to())
                ? WindowQueries.samples(connection, slice, settled)
                : Uni.createFrom().item(List.of());
        return upTo.chain(rolledUp ->
                rest.chain(samples -> WindowQueries.failures(connection, slice, targets(rolledUp, samples))
                        .map(failures -> new RolledUpWindow(pulse, rolledUp, samples, failures))));
    }

    /** Where rounds begin that may still bring samples; within the slice. */
    private static Instant settledUpTo(Slice slice, Pulse pulse) {
        if (pulse.earliest() == null) {
            return slice.to();
        }
        Instant edge = Resolution.FIVE_MINUTES.floor(pulse.earliest());
        return edge.isBefore(slice.from()) ? slice.from() : edge;
    }

    private Uni<List<TargetRollup>> rollups(SqlConnection connection, Slice slice, Resolution coarsest, Instant to) {
        return Multi.createFrom()
                .iterable(RollupSpan.covering(slice.from(), to, coarsest))
                .onItem()
                .transformToUniAndConcatenate(span -> rollups.span(connection, series(slice), span))
                .onItem()
                .<TargetRollup>disjoint()
                .collect()
                .asList();
    }

    private static RollupSeries series(Slice slice) {
        return new RollupSeries(slice.campaignId(), slice.specVersion(), slice.arm(), slice.vantages());
    }

    private static List<UUID> targets(List<TargetRollup> rollups, List<WindowSample> samples) {
        return Stream.concat(
                        rollups.stream().map(TargetRollup::targetId),
                        samples.stream().map(WindowSample::targetId))
                .distinct()
                .toList();
    }

    private <T> Uni<T> inOneSnapshot(Function<SqlConnection, Uni<T>> reading) {
        return pool.withTransaction(
                connection -> connection.query(ONE_SNAPSHOT).execute().chain(() -> reading.apply(connection)));
    }

    @Override
    public Uni<Map<UUID, RunTally>> talliesByRun(Collection<UUID> runIds, Instant since) {
        if (runIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        UUID[] runs = runIds.toArray(UUID[]::new);
        return pool.preparedQuery(TALLIES)
                .execute(Tuple.of(runs, since.atOffset(ZoneOffset.UTC)))
                .map(PostgresSampleLog::tallies)
                .chain(tallies -> MissedRounds.countsByRun(pool, runs).map(missed -> with(missed, tallies)));
    }

    @Override
    public Uni<Map<UUID, Instant>> askedToWait(Instant now) {
        return AskedToWait.after(pool, now);
    }

    /** In the order in which ingest stores; of the rows of a table each may still have one that the other waits for. */
    @Override
    public Uni<Void> deleteCampaign(UUID campaignId) {
        return SqlStates.retryingDeadlocks(pool.withTransaction(connection -> deleteCampaign(connection, campaignId)));
    }

    private Uni<Void> deleteCampaign(SqlConnection connection, UUID campaignId) {
        return connection
                .preparedQuery("delete from sample where campaign_id = $1")
                .execute(Tuple.of(campaignId))
                .chain(() -> rollups.deleteCampaign(connection, campaignId))
                .chain(() -> connection
                        .preparedQuery("delete from campaign_revision where campaign_id = $1")
                        .execute(Tuple.of(campaignId)))
                .chain(() -> MissedRounds.delete(connection, campaignId))
                .chain(() -> AskedToWait.delete(connection, campaignId))
                .replaceWithVoid();
    }

    private static Map<UUID, RunTally> tallies(RowSet<Row> rows) {
        Map<UUID, RunTally> tallies = new HashMap<>();
        rows.forEach(row -> tallies.merge(row.getUUID("run_id"), tally(row), PostgresSampleLog::sum));
        return tallies;
    }

    private static Map<UUID, RunTally> with(
            Map<UUID, Map<MissedRound.Reason, Long>> missed, Map<UUID, RunTally> tallies) {
        missed.forEach((run, reasons) ->
                tallies.put(run, tallies.getOrDefault(run, RunTally.NOTHING).missing(reasons)));
        return tallies;
    }

    private static RunTally tally(Row row) {
        return new RunTally(
                Map.of(Outcome.valueOf(row.getString("outcome")), row.getLong("count")),
                row.getBigDecimal("cost"),
                row.getLong("without_cost"),
                row.getLong("unauthorized"),
                Map.of());
    }

    private static RunTally sum(RunTally left, RunTally right) {
        Map<Outcome, Long> outcomes = new EnumMap<>(left.outcomes());
        outcomes.putAll(right.outcomes());
        return new RunTally(
                outcomes,
                left.cost().add(right.cost()),
                left.withoutCost() + right.withoutCost(),
                left.unauthorized() + right.unauthorized(),
                Map.of());
    }
}
