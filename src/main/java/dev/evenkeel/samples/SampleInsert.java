package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.pipeline.ReceivedSample;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The one transaction of ingest: inserts the samples that are new, raises their campaigns' revisions by as many as the
 * insert really returned, and notes the rounds that were not probed.
 */
@Singleton
class SampleInsert {
    private static final String INSERT = "insert into sample (" + SampleColumn.names() + ") select * from unnest("
            + SampleColumn.parameters() + ") on conflict do nothing returning id, campaign_id";

    private static final String RAISE = "insert into campaign_revision as r (campaign_id, partition, revision)"
            + " select * from unnest($1::uuid[], $2::integer[], $3::bigint[])"
            + " on conflict (campaign_id, partition) do update set revision = r.revision + excluded.revision";

    private final Pool pool;
    private final SamplesConfig config;
    private final SampleMetrics metrics;

    SampleInsert(Pool pool, SamplesConfig config, SampleMetrics metrics) {
        this.pool = pool;
        this.config = config;
        this.metrics = metrics;
    }

    /** Stores the rows, which must be distinct and in key order, and the missed rounds; gives how many rows were new. */
    Uni<Integer> insert(List<ReceivedSample> rows, List<MissedRound> missed) {
        return pool.<Integer>withTransaction(connection -> Multi.createFrom()
                        .iterable(chunksOf(rows))
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> insertChunk(connection, chunk))
                        .collect()
                        .in(TreeMap<RevisionKey, Long>::new, SampleInsert::add)
                        .chain(added -> raise(connection, added))
                        .call(() -> MissedRounds.insert(connection, missed)))
                .invoke(fresh -> metrics.inserted(rows.size(), fresh));
    }

    private Uni<Map<RevisionKey, Long>> insertChunk(SqlConnection connection, List<ReceivedSample> chunk) {
        List<Sample> samples = chunk.stream().map(ReceivedSample::sample).toList();
        Tuple parameters = Tuple.tuple();
        SampleColumn.ALL.forEach(column -> parameters.addValue(column.valuesOf(samples)));
        return connection.preparedQuery(INSERT).execute(parameters).map(returned -> countByKey(chunk, returned));
    }

    private static Map<RevisionKey, Long> countByKey(List<ReceivedSample> chunk, RowSet<Row> returned) {
        Map<UUID, Integer> partitionOf = new HashMap<>();
        chunk.forEach(row -> partitionOf.put(row.sample().id(), row.partition()));
        Map<RevisionKey, Long> added = new HashMap<>();
        for (Row row : returned) {
            Integer partition = partitionOf.get(row.getUUID("id"));
            added.merge(new RevisionKey(row.getUUID("campaign_id"), partition == null ? 0 : partition), 1L, Long::sum);
        }
        return added;
    }

    private static void add(Map<RevisionKey, Long> sum, Map<RevisionKey, Long> added) {
        added.forEach((key, count) -> sum.merge(key, count, Long::sum));
    }

    private static Uni<Integer> raise(SqlConnection connection, SortedMap<RevisionKey, Long> added) {
        if (added.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Tuple parameters = Tuple.of(
                added.keySet().stream().map(RevisionKey::campaignId).toArray(UUID[]::new),
                added.keySet().stream().map(RevisionKey::partition).toArray(Integer[]::new),
                added.values().toArray(Long[]::new));
        long total = added.values().stream().mapToLong(Long::longValue).sum();
        return connection.preparedQuery(RAISE).execute(parameters).replaceWith(Math.toIntExact(total));
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
