package dev.evenkeel.samples;

import dev.evenkeel.http.Page;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.SampleQuery.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads a campaign's samples page by page, newest first. Holds no connection between two pages. */
@Singleton
class SamplePages {
    private final Pool pool;
    private final CampaignLookup campaigns;

    SamplePages(Pool pool, CampaignLookup campaigns) {
        this.pool = pool;
        this.campaigns = campaigns;
    }

    /** Fails with 404 if there is no such campaign. */
    Uni<Page<SampleView>> page(String campaign, SampleQuery query) {
        return source(campaign, query.filter())
                .chain(source -> source.after(query.after(), query.page().fetchLimit()))
                .map(found ->
                        query.page().page(found, sample -> Position.of(sample).cursor()))
                .map(page -> page.map(SampleView::of));
    }

    /** The campaign's samples that the filter lets through. Fails with 404 if there is no such campaign. */
    Uni<SampleSource> source(String campaign, SampleFilter filter) {
        return idOf(campaign)
                .map(id -> id.orElseThrow(() -> ProblemException.notFound("campaign", campaign)))
                .chain(id -> campaigns.targetsOf(id).map(targets -> source(id, targets, filter)));
    }

    private Uni<Optional<UUID>> idOf(String campaign) {
        return ResourceName.isValid(campaign)
                ? campaigns.idOf(campaign)
                : Uni.createFrom().item(Optional.empty());
    }

    private SampleSource source(UUID campaignId, Map<UUID, TargetRef> targets, SampleFilter filter) {
        UUID[] wanted = targets.entrySet().stream()
                .filter(target -> filter.provider() == null
                        || target.getValue().provider().equals(filter.provider()))
                .map(Map.Entry::getKey)
                .toArray(UUID[]::new);
        return (position, limit) -> read(new SampleSelect(campaignId, wanted, filter, position, limit), targets);
    }

    private Uni<List<Sample>> read(SampleSelect select, Map<UUID, TargetRef> targets) {
        return pool.preparedQuery(select.sql()).execute(select.parameters()).map(rows -> {
            List<Sample> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(SampleRow.read(row, targetOf(row, targets))));
            return found;
        });
    }

    private static TargetRef targetOf(Row row, Map<UUID, TargetRef> targets) {
        TargetRef target = targets.get(row.getUUID("target_id"));
        if (target == null) {
            throw new IllegalStateException("a sample came of a target that was not asked for");
        }
        return target;
    }
}
