package dev.evenkeel.campaign;

import dev.evenkeel.catalog.ProviderUse;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.CampaignLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells the packages below which campaigns there are. */
@Singleton
final class CampaignDirectory implements CampaignLookup, ProviderUse {
    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final Pool pool;

    CampaignDirectory(Transactions transactions, CampaignRepository campaigns, Pool pool) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.pool = pool;
    }

    @Override
    public Uni<Optional<UUID>> idOf(String name) {
        return transactions.in(session -> campaigns.find(session, name)).map(found -> found.map(StoredCampaign::id));
    }

    /** By the pool and not by a session: ingest asks from whatever context its last statement ended on. */
    @Override
    public Uni<Set<UUID>> existing(Set<UUID> campaignIds) {
        return campaignIds.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : pool.preparedQuery("select id from campaign where id = any($1)")
                        .execute(Tuple.of(campaignIds.toArray(UUID[]::new)))
                        .map(CampaignDirectory::ids);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }

    @Override
    public Uni<Map<UUID, TargetRef>> targetsOf(UUID campaignId) {
        return transactions
                .in(session -> campaigns.targets(session, Set.of(campaignId)))
                .map(targets -> targets.stream().collect(Collectors.toMap(StoredTarget::id, StoredTarget::ref)));
    }

    @Override
    public Uni<List<String>> campaignsUsing(String provider) {
        return transactions.in(session -> campaigns.namesUsing(session, provider));
    }
}
