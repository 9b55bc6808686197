package dev.evenkeel.campaign;

import dev.evenkeel.catalog.ProviderUse;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.CampaignLookup;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells the packages below which campaigns there are. */
@Singleton
final class CampaignDirectory implements CampaignLookup, ProviderUse {
    private static final String EXISTING =
            "select id, (spec -> 'slo' ->> 'ttftMs')::float8 as ttft_ms, (spec -> 'slo' ->>"
                    + " 'itlMs')::float8 as itl_ms from campaign where id = any($1)";

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
    public Uni<Map<UUID, Slo>> existing(Set<UUID> campaignIds) {
        return campaignIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : pool.preparedQuery(EXISTING)
                        .execute(Tuple.of(campaignIds.toArray(UUID[]::new)))
                        .map(CampaignDirectory::slos);
    }

    private static Map<UUID, Slo> slos(RowSet<Row> rows) {
        Map<UUID, Slo> slos = new HashMap<>();
        rows.forEach(row -> slos.put(row.getUUID("id"), new Slo(row.getDouble("ttft_ms"), row.getDouble("itl_ms"))));
        return slos;
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
