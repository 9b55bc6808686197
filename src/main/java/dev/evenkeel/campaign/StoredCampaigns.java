package dev.evenkeel.campaign;

import dev.evenkeel.http.WritePrecondition;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

@Singleton
final class StoredCampaigns implements Campaigns, CampaignControl {
    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final CampaignDefinitions definitions;
    private final ManualTrigger trigger;
    private final SchedulerConfig config;

    StoredCampaigns(
            Transactions transactions,
            CampaignRepository campaigns,
            CampaignDefinitions definitions,
            ManualTrigger trigger,
            SchedulerConfig config) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.definitions = definitions;
        this.trigger = trigger;
        this.config = config;
    }

    @Override
    public Uni<Optional<RankableCampaign>> rankable(String name) {
        return transactions.in(session -> campaigns
                .find(session, name)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : rankable(session, found.get()).map(Optional::of)));
    }

    @Override
    public Uni<Boolean> anyExist() {
        return transactions.in(session -> campaigns.page(session, "", 1)).map(found -> !found.isEmpty());
    }

    @Override
    public Uni<Boolean> put(String name, CampaignSpec spec) {
        return definitions
                .put(name, SpecWriter.write(spec), WritePrecondition.NONE)
                .map(CampaignDefinitions.Written::created);
    }

    @Override
    public Uni<UUID> trigger(String name) {
        return trigger.trigger(name);
    }

    private Uni<RankableCampaign> rankable(Session session, StoredCampaign campaign) {
        return campaigns
                .targets(session, Set.of(campaign.id()))
                .map(targets -> rankable(campaign, campaign.spec(), targets));
    }

    private RankableCampaign rankable(StoredCampaign campaign, CampaignSpec spec, List<StoredTarget> targets) {
        return new RankableCampaign(
                campaign.id(),
                campaign.name(),
                spec.model(),
                campaign.specVersion(),
                byId(targets, StoredTarget::active),
                byId(targets, target -> !target.active()),
                spec.ranking(),
                spec.timeouts().total().plus(config.tolerance()).plus(config.ingestGrace()),
                spec.connections(),
                spec.vantages(),
                spec.slo());
    }

    private static Map<UUID, TargetRef> byId(List<StoredTarget> targets, Predicate<StoredTarget> wanted) {
        return targets.stream().filter(wanted).collect(Collectors.toMap(StoredTarget::id, StoredTarget::ref));
    }
}
