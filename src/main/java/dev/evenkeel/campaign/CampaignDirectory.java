package dev.evenkeel.campaign;

import dev.evenkeel.catalog.ProviderUse;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.CampaignLookup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
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

    CampaignDirectory(Transactions transactions, CampaignRepository campaigns) {
        this.transactions = transactions;
        this.campaigns = campaigns;
    }

    @Override
    public Uni<Optional<UUID>> idOf(String name) {
        return transactions.in(session -> campaigns.find(session, name)).map(found -> found.map(StoredCampaign::id));
    }

    @Override
    public Uni<Set<UUID>> existing(Set<UUID> campaignIds) {
        return campaignIds.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : transactions
                        .in(session -> campaigns.existing(session, campaignIds))
                        .map(Set::copyOf);
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
