package dev.evenkeel.samples;

import dev.evenkeel.measurement.Sample;
import dev.evenkeel.pipeline.ReceivedSample;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Until when providers of targets have asked to be left alone, kept apart from the samples that tell it: schedulers look at it all the time. */
final class AskedToWait {
    private static final String NOTE = "insert into asked_to_wait as a (target_id, campaign_id, until) select * from"
            + " unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) on conflict (target_id) do update set until ="
            + " greatest(a.until, excluded.until)";

    private AskedToWait() {}

    /** Notes what samples tell. All writers take targets in the same order. */
    static Uni<Void> note(SqlClient client, Collection<ReceivedSample> samples) {
        Map<UUID, Told> told = new TreeMap<>();
        samples.forEach(received -> Told.by(received.sample())
                .ifPresent(one -> told.merge(received.sample().targetId(), one, Told::later)));
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Told> values = List.copyOf(told.values());
        return client.preparedQuery(NOTE)
                .execute(Tuple.of(
                        told.keySet().toArray(UUID[]::new),
                        values.stream().map(Told::campaignId).toArray(UUID[]::new),
                        values.stream()
                                .map(one -> one.until().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    static Uni<Map<UUID, Instant>> after(SqlClient client, Instant now) {
        return client.preparedQuery("select target_id, until from asked_to_wait where until > $1")
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<UUID, Instant> untils = new HashMap<>();
                    rows.forEach(row -> untils.put(
                            row.getUUID("target_id"),
                            row.getOffsetDateTime("until").toInstant()));
                    return untils;
                });
    }

    static Uni<Void> delete(SqlClient client, UUID campaignId) {
        return client.preparedQuery("delete from asked_to_wait where campaign_id = $1")
                .execute(Tuple.of(campaignId))
                .replaceWithVoid();
    }

    /** What one sample tells. */
    private record Told(UUID campaignId, Instant until) {
        static Optional<Told> by(Sample sample) {
            return Optional.ofNullable(sample.askedToWaitUntil()).map(until -> new Told(sample.campaignId(), until));
        }

        static Told later(Told one, Told other) {
            return one.until.isAfter(other.until) ? one : other;
        }
    }
}
