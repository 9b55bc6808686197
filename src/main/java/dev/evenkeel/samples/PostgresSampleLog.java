package dev.evenkeel.samples;

import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Singleton
class PostgresSampleLog implements SampleLog {
    private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read, read only";

    private static final String REVISION =
            "select coalesce(sum(revision), 0)::bigint as revision from campaign_revision where campaign_id = $1";

    private static final String WINDOW = "select target_id, run_id, round, scheduled_at, outcome, suspect, http_status,"
            + " ttft_ns, ttfa_ns, latency_ns, end_ns, itl_ns, output_tokens_per_second, idle_before_ns, control_error_ns,"
            + " cost, currency, error from sample where campaign_id = $1 and spec_version = $2 and arm = $3 and"
            + " scheduled_at >= $4 and scheduled_at < $5 order by scheduled_at, id";

    /** An answer that broke off may be billed; a refusal, or one that was never sent, is not. */
    private static final String TALLIES = "select run_id, outcome, count(*) as count, coalesce(sum(cost), 0) as cost,"
            + " count(*) filter (where cost is null and outcome in ('OK', 'TIMEOUT', 'STREAM_ERROR', 'EMPTY')) as"
            + " without_cost, count(*) filter (where http_status in (401, 402)) as unauthorized from sample where run_id"
            + " = any($1) and scheduled_at >= $2 group by run_id, outcome";

    private final Pool pool;

    PostgresSampleLog(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<SampleWindow> window(UUID campaignId, int specVersion, ConnectionArm arm, Instant from, Instant to) {
        Tuple parameters = Tuple.of(
                campaignId, specVersion, arm.name(), from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC));
        return pool.withTransaction(connection -> connection
                .query(ONE_SNAPSHOT)
                .execute()
                .chain(() -> revision(connection, campaignId))
                .chain(revision -> connection
                        .preparedQuery(WINDOW)
                        .execute(parameters)
                        .map(rows -> new SampleWindow(revision, windowSamples(rows)))));
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
    public Uni<Void> deleteCampaign(UUID campaignId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("delete from sample where campaign_id = $1")
                .execute(Tuple.of(campaignId))
                .chain(() -> MissedRounds.delete(connection, campaignId))
                .chain(() -> connection
                        .preparedQuery("delete from campaign_revision where campaign_id = $1")
                        .execute(Tuple.of(campaignId)))
                .replaceWithVoid());
    }

    private static Uni<Long> revision(SqlConnection connection, UUID campaignId) {
        return connection
                .preparedQuery(REVISION)
                .execute(Tuple.of(campaignId))
                .map(rows -> rows.iterator().next().getLong("revision"));
    }

    private static List<WindowSample> windowSamples(RowSet<Row> rows) {
        List<WindowSample> samples = new ArrayList<>(rows.size());
        rows.forEach(row -> samples.add(new WindowSample(
                row.getUUID("target_id"),
                row.getUUID("run_id"),
                row.getInteger("round"),
                row.getOffsetDateTime("scheduled_at").toInstant(),
                Outcome.valueOf(row.getString("outcome")),
                row.getBoolean("suspect"),
                row.getInteger("http_status"),
                row.getLong("ttft_ns"),
                row.getLong("ttfa_ns"),
                row.getLong("latency_ns"),
                row.getLong("end_ns"),
                row.getDouble("itl_ns"),
                row.getDouble("output_tokens_per_second"),
                row.getLong("idle_before_ns"),
                row.getLong("control_error_ns"),
                row.getBigDecimal("cost"),
                row.getString("currency"),
                row.getString("error"))));
        return samples;
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
