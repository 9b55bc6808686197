package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Campaigns with a firing to decide on, and what is in its way. */
@Singleton
final class DueCampaigns {
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final Budgets budgets;

    DueCampaigns(CampaignRepository campaigns, RunRepository runs, Budgets budgets) {
        this.campaigns = campaigns;
        this.runs = runs;
        this.budgets = budgets;
    }

    /**
     * Campaigns that are locked until the transaction ends.
     *
     * @param withOpenRun ids of those that have an open run
     * @param withoutBudget ids of those whose budget has no room for another round today
     */
    record Locked(List<StoredCampaign> campaigns, Set<UUID> withOpenRun, Set<UUID> withoutBudget) {
        Locked {
            campaigns = List.copyOf(campaigns);
            withOpenRun = Set.copyOf(withOpenRun);
            withoutBudget = Set.copyOf(withoutBudget);
        }
    }

    /** Asks what is in the way only once the campaigns are locked: from then on nobody else adds a run. */
    Uni<Locked> lock(Session session, Instant now, Instant horizon, int limit) {
        return campaigns
                .lockDue(session, now, horizon, limit)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(new Locked(due, Set.of(), Set.of()))
                        : withObstacles(session, due, now));
    }

    private Uni<Locked> withObstacles(Session session, List<StoredCampaign> due, Instant now) {
        return runs.campaignsWithOpenRun(
                        session, due.stream().map(StoredCampaign::id).toList())
                .chain(open -> budgets.exhausted(session, due, now)
                        .map(exhausted -> new Locked(due, Set.copyOf(open), exhausted)));
    }
}
