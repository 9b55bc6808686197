package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code missed_round}: why rounds were not probed. */
final class MissedRounds {
    private static final String INSERT =
            "insert into missed_round (run_id, round, campaign_id, scheduled_at, reason, probes, vantage) select * from"
                    + " unnest($1::uuid[], $2::integer[], $3::uuid[], $4::timestamptz[], $5::text[], $6::integer[], $7::text[])"
                    + " on conflict do nothing";

    private static final String COUNT = "select run_id, reason, sum(probes)::bigint as probes from missed_round"
            + " where run_id = any($1) group by run_id, reason";

    private static final String DELETE = "delete from missed_round where campaign_id = $1";

    /** One order for all writers, so that no two of them wait for each other's keys. */
    private static final Comparator<MissedRound> BY_KEY = Comparator.comparing(MissedRound::runId)
            .thenComparing(MissedRound::round)
            .thenComparing(MissedRound::vantage);

    private MissedRounds() {}

    /** A round that is there already stays as it was told first. */
    static Uni<Void> insert(SqlClient client, List<MissedRound> missed) {
        if (missed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<MissedRound> rows = missed.stream().sorted(BY_KEY).toList();
        Tuple parameters = Tuple.from(List.of(
                rows.stream().map(MissedRound::runId).toArray(UUID[]::new),
                rows.stream().map(MissedRound::round).toArray(Integer[]::new),
                rows.stream().map(MissedRound::campaignId).toArray(UUID[]::new),
                rows.stream().map(MissedRounds::scheduledAt).toArray(OffsetDateTime[]::new),
                rows.stream().map(row -> row.reason().name()).toArray(String[]::new),
                rows.stream().map(MissedRound::probes).toArray(Integer[]::new),
                rows.stream().map(MissedRound::vantage).toArray(String[]::new)));
        return client.preparedQuery(INSERT).execute(parameters).replaceWithVoid();
    }

    /** How many probes are told as missed for each reason; runs without any are absent. */
    static Uni<Map<UUID, Map<MissedRound.Reason, Long>>> countsByRun(SqlClient client, UUID[] runs) {
        return client.preparedQuery(COUNT).execute(Tuple.of(runs)).map(MissedRounds::counts);
    }

    static Uni<Void> delete(SqlClient client, UUID campaignId) {
        return client.preparedQuery(DELETE).execute(Tuple.of(campaignId)).replaceWithVoid();
    }

    private static Map<UUID, Map<MissedRound.Reason, Long>> counts(RowSet<Row> rows) {
        Map<UUID, Map<MissedRound.Reason, Long>> counts = new HashMap<>();
        rows.forEach(
                row -> counts.computeIfAbsent(row.getUUID("run_id"), run -> new EnumMap<>(MissedRound.Reason.class))
                        .merge(MissedRound.Reason.ofName(row.getString("reason")), row.getLong("probes"), Long::sum));
        return counts;
    }

    private static OffsetDateTime scheduledAt(MissedRound missed) {
        return missed.scheduledAt().atOffset(ZoneOffset.UTC);
    }
}
