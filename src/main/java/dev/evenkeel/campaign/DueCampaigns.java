package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Budget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Campaigns with a firing to decide on, and what is in its way. */
@Singleton
final class DueCampaigns {
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final SpendRepository spends;

    DueCampaigns(CampaignRepository campaigns, RunRepository runs, SpendRepository spends) {
        this.campaigns = campaigns;
        this.runs = runs;
        this.spends = spends;
    }

    /**
     * Campaigns that are locked until the transaction ends.
     *
     * @param withOpenRun ids of those that have an open run
     * @param spent what they have used on the days in question, as far as anything was
     */
    record Locked(List<StoredCampaign> campaigns, Set<UUID> withOpenRun, Map<SpendKey, StoredSpend> spent) {
        Locked {
            campaigns = List.copyOf(campaigns);
            withOpenRun = Set.copyOf(withOpenRun);
            spent = Map.copyOf(spent);
        }

        /** Whether the budget of the day on which it fires has room for a round. */
        boolean hasBudget(StoredCampaign campaign, CampaignSpec spec, Instant fireAt) {
            Budget budget = spec.budget();
            StoredSpend used = spent.get(SpendKey.at(campaign.id(), fireAt));
            return budget == null || used == null || used.fits(budget, RoundEstimate.of(spec));
        }
    }

    /** Those whose firing is due by {@code horizon}. */
    Uni<Locked> lock(Session session, Instant now, Instant horizon, int limit) {
        return campaigns.lockDue(session, now, horizon, limit).chain(due -> withObstacles(session, due, now, horizon));
    }

    /** One campaign, whatever its schedule says; none is locked where there is no such campaign. */
    Uni<Locked> lock(Session session, String name, Instant now, Instant horizon) {
        return campaigns
                .lock(session, name)
                .chain(found -> withObstacles(session, found.stream().toList(), now, horizon));
    }

    /** Asks what is in the way only once the campaigns are locked: from then on nobody else adds a run. */
    private Uni<Locked> withObstacles(Session session, List<StoredCampaign> due, Instant now, Instant horizon) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(new Locked(due, Set.of(), Map.of()));
        }
        List<UUID> ids = due.stream().map(StoredCampaign::id).toList();
        return runs.campaignsWithOpenRun(session, ids)
                .chain(open -> spends.read(
                                session, ids, Set.copyOf(List.of(SpendKey.dayOf(now), SpendKey.dayOf(horizon))))
                        .map(spent -> new Locked(due, Set.copyOf(open), spent)));
    }
}
