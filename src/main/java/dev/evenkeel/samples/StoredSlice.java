package dev.evenkeel.samples;

import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.TargetRef;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads all samples of a campaign that were scheduled in a stretch of time. */
final class StoredSlice {
    private static final String SAMPLES =
            "select * from sample where campaign_id = $1 and scheduled_at >= $2 and scheduled_at < $3";

    /** Sums need no names of targets. */
    private static final TargetRef UNNAMED = new TargetRef("-", "-");

    private StoredSlice() {}

    static Uni<List<Sample>> samples(SqlClient client, UUID campaignId, Instant from, Instant to) {
        return client.preparedQuery(SAMPLES)
                .execute(Tuple.of(campaignId, from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> SampleRow.read(row, UNNAMED))
                        .toList());
    }
}
