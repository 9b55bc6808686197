package dev.evenkeel.campaign;

import dev.evenkeel.campaign.DueCampaigns.Locked;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Runs a campaign at once, whatever its schedule says and whether it is paused or running. */
@Singleton
final class ManualTrigger {
    private final Transactions transactions;
    private final DueCampaigns campaigns;
    private final RunCreation creation;
    private final SchedulerConfig config;
    private final StoreClock clock;

    ManualTrigger(
            Transactions transactions,
            DueCampaigns campaigns,
            RunCreation creation,
            SchedulerConfig config,
            StoreClock clock) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.creation = creation;
        this.config = config;
        this.clock = clock;
    }

    /** The id of the new run, whose first round is asked after the scheduler's lead. */
    Uni<UUID> trigger(String name) {
        return clock.now()
                .chain(now -> transactions.in(session -> campaigns
                        .lock(session, name, now, now.plus(config.lead()))
                        .map(locked -> triggerable(locked, name, now))
                        .chain(campaign -> run(session, campaign, now))));
    }

    private StoredCampaign triggerable(Locked locked, String name, Instant now) {
        StoredCampaign campaign =
                locked.campaigns().stream().findFirst().orElseThrow(() -> ProblemException.notFound("campaign", name));
        if (!locked.hasBudget(campaign, campaign.spec(), now.plus(config.lead()))) {
            Instant midnight = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
            throw ProblemException.limited(
                    "the budget of campaign " + name + " has no room for another round until " + midnight,
                    Duration.between(now, midnight));
        }
        return campaign;
    }

    private Uni<UUID> run(Session session, StoredCampaign campaign, Instant now) {
        PlannedFiring firing = new PlannedFiring(campaign, campaign.spec(), new Firing(now, now.plus(config.lead())));
        return creation.create(session, List.of(firing), RunTrigger.MANUAL, now)
                .map(ids -> ids.stream()
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("no run was planned for campaign " + campaign.name())));
    }
}
