package dev.evenkeel.rollup;

import dev.evenkeel.measurement.ConnectionArm;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The table of rollups. */
@Singleton
public class RollupTable {
    private static final String KEYS =
            "unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::timestamptz[], $6::uuid[], $7::text[]";
    private static final String KEY = "campaign_id, spec_version, arm, step_s, starts_at, target_id, vantage";

    private static final String SAME_KEY =
            "r.campaign_id = k.campaign_id and r.spec_version = k.spec_version and r.arm ="
                    + " k.arm and r.step_s = k.step_s and r.starts_at = k.starts_at and r.target_id = k.target_id and r.vantage ="
                    + " k.vantage";

    private static final String INSERT = "insert into rollup (" + KEY + ", samples, mapping, summary) select * from "
            + KEYS + ", $8::bigint[], $9::smallint[], $10::bytea[]) on conflict do nothing returning " + KEY;

    private static final String LOCK = "select r.* from " + KEYS + ") with ordinality as k (" + KEY
            + ", place) join rollup r using (" + KEY + ") order by k.place for update of r";

    private static final String UPDATE = "update rollup r set samples = k.samples, mapping = k.mapping, summary ="
            + " k.summary from " + KEYS + ", $8::bigint[], $9::smallint[], $10::bytea[]) as k (" + KEY
            + ", samples, mapping, summary) where " + SAME_KEY;

    private static final String DELETE =
            "delete from rollup r using " + KEYS + ") as k (" + KEY + ") where " + SAME_KEY;

    private static final String LOCK_SPANS =
            "select * from rollup where campaign_id = $1 and ((step_s = $2 and starts_at >="
                    + " $3 and starts_at < $4) or (step_s = $5 and starts_at >= $6 and starts_at < $7)) order by " + KEY
                    + " collate \"C\" for update";

    private static final String IN_SPAN = " from rollup where campaign_id = $1 and spec_version = $2 and arm = $3 and"
            + " step_s = $4 and starts_at >= $5 and starts_at < $6 and vantage = any($7)";
    private static final String WINDOW =
            "select target_id, starts_at, summary" + IN_SPAN + " order by starts_at, target_id, vantage";
    private static final String SAMPLES = "select coalesce(sum(samples), 0)::bigint as samples" + IN_SPAN;

    /**
     * Merges what is new into what is kept. To be called once in a transaction: all writers take new keys in their
     * order first and then lock known ones in theirs, so that no two wait for each other.
     */
    public Uni<Void> add(SqlConnection connection, SortedMap<RollupKey, Rollup> added) {
        if (added.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(INSERT)
                .execute(rows(added))
                .map(inserted -> without(added, inserted))
                .chain(known -> merge(connection, known));
    }

    private Uni<Void> merge(SqlConnection connection, SortedMap<RollupKey, Rollup> added) {
        if (added.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return locked(connection, added.keySet())
                .map(kept -> merged(kept, added))
                .chain(merged -> connection.preparedQuery(UPDATE).execute(rows(merged)))
                .replaceWithVoid();
    }

    /**
     * All rollups of a campaign in two spans, locked until the transaction ends, in the order in which all writers lock.
     *
     * @param finer of the next finer resolution than the other
     */
    public Uni<SortedMap<RollupKey, Rollup>> locked(
            SqlConnection connection, UUID campaignId, RollupSpan finer, RollupSpan coarser) {
        return connection
                .preparedQuery(LOCK_SPANS)
                .execute(Tuple.from(List.of(
                        campaignId,
                        finer.resolution().seconds(),
                        finer.from().atOffset(ZoneOffset.UTC),
                        finer.to().atOffset(ZoneOffset.UTC),
                        coarser.resolution().seconds(),
                        coarser.from().atOffset(ZoneOffset.UTC),
                        coarser.to().atOffset(ZoneOffset.UTC))))
                .map(RollupTable::rollups);
    }

    /** Makes those of the rollups that there are not, without a sample. */
    public Uni<Void> makeEmpty(SqlConnection connection, Collection<RollupKey> keys) {
        SortedMap<RollupKey, Rollup> empty = new TreeMap<>();
        keys.forEach(key -> empty.put(key, Rollup.EMPTY));
        return empty.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(INSERT).execute(rows(empty)).replaceWithVoid();
    }

    /** Removes rollups, which must be locked. */
    public Uni<Void> delete(SqlConnection connection, Collection<RollupKey> keys) {
        return keys.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(DELETE).execute(keys(keys)).replaceWithVoid();
    }

    /** The rollups of those of the keys that there are, locked until the transaction ends. */
    private Uni<SortedMap<RollupKey, Rollup>> locked(SqlConnection connection, Collection<RollupKey> keys) {
        return connection.preparedQuery(LOCK).execute(keys(keys)).map(RollupTable::rollups);
    }

    /** Puts a rollup in the place of what is kept of its key, which must be locked or new. */
    public Uni<Void> replace(SqlConnection connection, SortedMap<RollupKey, Rollup> rollups) {
        return rollups.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(INSERT)
                        .execute(rows(rollups))
                        .chain(() -> connection.preparedQuery(UPDATE).execute(rows(rollups)))
                        .replaceWithVoid();
    }

    /** The rollups of a series, in the order of their start. */
    public Uni<List<TargetRollup>> span(SqlClient client, RollupSeries series, RollupSpan span) {
        return client.preparedQuery(WINDOW).execute(inSpan(series, span)).map(RollupTable::targetRollups);
    }

    /** How many samples those rollups are of. */
    public Uni<Long> samples(SqlClient client, RollupSeries series, RollupSpan span) {
        return client.preparedQuery(SAMPLES)
                .execute(inSpan(series, span))
                .map(rows -> rows.iterator().next().getLong("samples"));
    }

    private static Tuple inSpan(RollupSeries series, RollupSpan span) {
        return Tuple.from(List.of(
                series.campaignId(),
                series.specVersion(),
                series.arm().name(),
                span.resolution().seconds(),
                span.from().atOffset(ZoneOffset.UTC),
                span.to().atOffset(ZoneOffset.UTC),
                series.vantages().toArray(String[]::new)));
    }

    /** Removes all rollups of a campaign. */
    public Uni<Void> deleteCampaign(SqlConnection connection, UUID campaignId) {
        return connection
                .preparedQuery("delete from rollup where campaign_id = $1")
                .execute(Tuple.of(campaignId))
                .replaceWithVoid();
    }

    private static SortedMap<RollupKey, Rollup> without(SortedMap<RollupKey, Rollup> added, RowSet<Row> inserted) {
        SortedMap<RollupKey, Rollup> known = new TreeMap<>(added);
        inserted.forEach(row -> known.remove(key(row)));
        return known;
    }

    private static SortedMap<RollupKey, Rollup> merged(
            SortedMap<RollupKey, Rollup> kept, SortedMap<RollupKey, Rollup> added) {
        SortedMap<RollupKey, Rollup> merged = new TreeMap<>();
        kept.forEach((key, rollup) -> merged.put(key, rollup.merge(added.getOrDefault(key, Rollup.EMPTY))));
        return merged;
    }

    private static SortedMap<RollupKey, Rollup> rollups(RowSet<Row> rows) {
        SortedMap<RollupKey, Rollup> rollups = new TreeMap<>();
        rows.forEach(row -> rollups.put(key(row), rollup(row)));
        return rollups;
    }

    private static List<TargetRollup> targetRollups(RowSet<Row> rows) {
        List<TargetRollup> rollups = new ArrayList<>(rows.size());
        rows.forEach(row -> rollups.add(new TargetRollup(
                row.getUUID("target_id"),
                row.getOffsetDateTime("starts_at").toInstant(),
                row.getBuffer("summary").getDelegate())));
        return rollups;
    }

    private static Rollup rollup(Row row) {
        return Rollup.of(row.getBuffer("summary").getBytes());
    }

    private static RollupKey key(Row row) {
        return new RollupKey(
                row.getUUID("campaign_id"),
                row.getInteger("spec_version"),
                ConnectionArm.valueOf(row.getString("arm")),
                Resolution.ofSeconds(row.getInteger("step_s")),
                row.getOffsetDateTime("starts_at").toInstant(),
                row.getUUID("target_id"),
                row.getString("vantage"));
    }

    private static Tuple keys(Collection<RollupKey> keys) {
        return Tuple.tuple()
                .addValue(column(keys, RollupKey::campaignId, UUID[]::new))
                .addValue(column(keys, RollupKey::specVersion, Integer[]::new))
                .addValue(column(keys, key -> key.arm().name(), String[]::new))
                .addValue(column(keys, key -> key.resolution().seconds(), Integer[]::new))
                .addValue(column(keys, key -> key.startsAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addValue(column(keys, RollupKey::targetId, UUID[]::new))
                .addValue(column(keys, RollupKey::vantage, String[]::new));
    }

    private static Tuple rows(Map<RollupKey, Rollup> rollups) {
        return keys(rollups.keySet())
                .addValue(column(rollups.values(), Rollup::samples, Long[]::new))
                .addValue(column(rollups.values(), rollup -> (short) LogBins.VERSION, Short[]::new))
                .addValue(column(rollups.values(), rollup -> Buffer.buffer(rollup.bytes()), Buffer[]::new));
    }

    private static <T, V> V[] column(Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
