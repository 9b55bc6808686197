package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.rollup.RollupTable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The one transaction of ingest: inserts the samples that are new, adds to the rollups those that the insert really returned,
 * raises their campaigns' revisions by as many, and notes the rounds that were not probed and who asked to be left alone.
 */
@Singleton
class SampleInsert {
    private static final String INSERT = "insert into sample (" + SampleColumn.names() + ") select * from unnest("
            + SampleColumn.parameters() + ") on conflict do nothing returning id";

    private static final String RAISE = "insert into campaign_revision as r (campaign_id, partition, revision)"
            + " select * from unnest($1::uuid[], $2::integer[], $3::bigint[])"
            + " on conflict (campaign_id, partition) do update set revision = r.revision + excluded.revision";

    private final Pool pool;
    private final SamplesConfig config;
    private final RollupTable rollups;
    private final RollupsOf rollupsOf;
    private final SampleMetrics metrics;

    SampleInsert(Pool pool, SamplesConfig config, RollupTable rollups, RollupsOf rollupsOf, SampleMetrics metrics) {
        this.pool = pool;
        this.config = config;
        this.rollups = rollups;
        this.rollupsOf = rollupsOf;
        this.metrics = metrics;
    }

    /** Stores the rows, which must be distinct and in key order, and the missed rounds; gives how many rows were new. */
    Uni<Integer> insert(List<ReceivedSample> rows, List<MissedRound> missed, Map<UUID, Slo> slos) {
        return pool.<Integer>withTransaction(connection -> Multi.createFrom()
                        .iterable(chunksOf(rows))
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> insertChunk(connection, chunk))
                        .onItem()
                        .<ReceivedSample>disjoint()
                        .collect()
                        .asList()
                        .call(fresh -> rollups.add(connection, rollupsOf.samples(fresh, slos)))
                        .call(fresh -> raise(connection, countByKey(fresh)))
                        .call(() -> MissedRounds.insert(connection, missed))
                        .call(fresh -> AskedToWait.note(connection, fresh))
                        .map(List::size))
                .invoke(fresh -> metrics.inserted(rows.size(), fresh));
    }

    private Uni<List<ReceivedSample>> insertChunk(SqlConnection connection, List<ReceivedSample> chunk) {
        List<Sample> samples = chunk.stream().map(ReceivedSample::sample).toList();
        Tuple parameters = Tuple.tuple();
        SampleColumn.ALL.forEach(column -> parameters.addValue(column.valuesOf(samples)));
        return connection.preparedQuery(INSERT).execute(parameters).map(returned -> inserted(chunk, returned));
    }

    private static List<ReceivedSample> inserted(List<ReceivedSample> chunk, RowSet<Row> returned) {
        Set<UUID> ids = new HashSet<>();
        returned.forEach(row -> ids.add(row.getUUID("id")));
        return chunk.stream().filter(row -> ids.contains(row.sample().id())).toList();
    }

    private static SortedMap<RevisionKey, Long> countByKey(List<ReceivedSample> fresh) {
        SortedMap<RevisionKey, Long> added = new TreeMap<>();
        fresh.forEach(row -> added.merge(new RevisionKey(row.sample().campaignId(), row.partition()), 1L, Long::sum));
        return added;
    }

    private static Uni<Void> raise(SqlConnection connection, SortedMap<RevisionKey, Long> added) {
        if (added.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple parameters = Tuple.of(
                added.keySet().stream().map(RevisionKey::campaignId).toArray(UUID[]::new),
                added.keySet().stream().map(RevisionKey::partition).toArray(Integer[]::new),
                added.values().toArray(Long[]::new));
        return connection.preparedQuery(RAISE).execute(parameters).replaceWithVoid();
    }

    private List<List<ReceivedSample>> chunksOf(List<ReceivedSample> rows) {
        List<List<ReceivedSample>> chunks = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += config.rowsPerInsert()) {
            chunks.add(rows.subList(from, Math.min(rows.size(), from + config.rowsPerInsert())));
        }
        return chunks;
    }

    /** Ordered, so that revisions are always raised in the same order. */
    private record RevisionKey(UUID campaignId, int partition) implements Comparable<RevisionKey> {
        @Override
        public int compareTo(RevisionKey other) {
            int byCampaign = campaignId.compareTo(other.campaignId);
            return byCampaign != 0 ? byCampaign : Integer.compare(partition, other.partition);
        }
    }
}
