package dev.evenkeel.samples;

import dev.evenkeel.http.Page;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.SampleQuery.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of a campaign's samples, newest first. */
@Singleton
class SamplePages {
    private static final String PAGE = "select * from sample where campaign_id = $1"
            + " and ($2::timestamptz is null or scheduled_at >= $2)"
            + " and ($3::timestamptz is null or scheduled_at < $3)"
            + " and ($4::uuid is null or run_id = $4)"
            + " and target_id = any($5)"
            + " and ($6::timestamptz is null or (scheduled_at, id) < ($6, $7))"
            + " order by scheduled_at desc, id desc limit $8";

    private final Pool pool;
    private final CampaignLookup campaigns;

    SamplePages(Pool pool, CampaignLookup campaigns) {
        this.pool = pool;
        this.campaigns = campaigns;
    }

    /** Fails with 404 if there is no such campaign. */
    Uni<Page<SampleView>> page(String campaign, SampleQuery query) {
        return campaigns
                .idOf(campaign)
                .map(id -> id.orElseThrow(() -> ProblemException.notFound("campaign", campaign)))
                .chain(id -> campaigns.targetsOf(id).chain(targets -> page(id, targets, query)));
    }

    private Uni<Page<SampleView>> page(UUID campaignId, Map<UUID, TargetRef> targets, SampleQuery query) {
        return pool.preparedQuery(PAGE)
                .execute(parameters(campaignId, targets, query))
                .map(rows -> {
                    List<SampleView> found = new ArrayList<>();
                    rows.forEach(row -> found.add(view(row, targets)));
                    return query.page().page(found, sample -> new Position(sample.scheduledAt(), sample.id()).cursor());
                });
    }

    private static Tuple parameters(UUID campaignId, Map<UUID, TargetRef> targets, SampleQuery query) {
        UUID[] wanted = targets.entrySet().stream()
                .filter(target ->
                        query.provider() == null || target.getValue().provider().equals(query.provider()))
                .map(Map.Entry::getKey)
                .toArray(UUID[]::new);
        Position after = query.after();
        return Tuple.tuple()
                .addUUID(campaignId)
                .addOffsetDateTime(utc(query.from()))
                .addOffsetDateTime(utc(query.to()))
                .addUUID(query.run())
                .addArrayOfUUID(wanted)
                .addOffsetDateTime(after == null ? null : utc(after.scheduledAt()))
                .addUUID(after == null ? null : after.id())
                .addInteger(query.page().fetchLimit());
    }

    private static SampleView view(Row row, Map<UUID, TargetRef> targets) {
        TargetRef target = targets.get(row.getUUID("target_id"));
        if (target == null) {
            throw new IllegalStateException("a sample came of a target that was not asked for");
        }
        return SampleView.of(row, target);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
