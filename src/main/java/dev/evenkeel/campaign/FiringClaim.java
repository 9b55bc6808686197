package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;

/**
 * Decides on due firings: each becomes a run, or is counted as missed or skipped. Decision and run are one
 * transaction over locked campaigns, so that a firing is decided on once however many processes do this.
 */
@Singleton
final class FiringClaim {
    private static final Logger LOG = Logger.getLogger(FiringClaim.class);
    private static final int BATCH = 50;
    private static final int MAX_BATCHES = 100;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final RunCreation creation;
    private final SchedulerConfig config;

    FiringClaim(
            Transactions transactions,
            CampaignRepository campaigns,
            RunRepository runs,
            RunCreation creation,
            SchedulerConfig config) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.runs = runs;
        this.creation = creation;
        this.config = config;
    }

    /** Decides on everything that is due. */
    Uni<Void> claim(Instant now) {
        return claim(now, MAX_BATCHES);
    }

    private Uni<Void> claim(Instant now, int batchesLeft) {
        return transactions
                .in(session -> batch(session, now))
                .chain(claimed -> claimed < BATCH || batchesLeft == 1
                        ? Uni.createFrom().voidItem()
                        : claim(now, batchesLeft - 1));
    }

    private Uni<Integer> batch(Session session, Instant now) {
        return campaigns
                .lockDue(session, now, now.plus(config.lead()), BATCH)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(0)
                        : decide(session, due, now).replaceWith(due.size()));
    }

    /** Asks for open runs only once the campaigns are locked: from then on nobody else adds any. */
    private Uni<Void> decide(Session session, List<StoredCampaign> due, Instant now) {
        List<UUID> ids = due.stream().map(StoredCampaign::id).toList();
        return runs.campaignsWithOpenRun(session, ids)
                .map(HashSet::new)
                .map(open -> due.stream()
                        .flatMap(campaign -> decide(campaign, open, now).stream())
                        .toList())
                .chain(planned -> creation.create(session, planned, RunTrigger.SCHEDULE, now))
                .replaceWithVoid();
    }

    /** The firing that is to become a run, if any. A campaign that can't be decided on must not hold up the others. */
    private Optional<PlannedFiring> decide(StoredCampaign campaign, Set<UUID> open, Instant now) {
        try {
            CampaignSpec spec = campaign.spec();
            return campaign.pending().flatMap(pending -> decide(campaign, spec, pending, open, now));
        } catch (RuntimeException e) {
            LOG.errorf(e, "firing postponed campaign=%s", campaign.name());
            campaign.postpone(now.plus(AFTER_FAILURE));
            return Optional.empty();
        }
    }

    private Optional<PlannedFiring> decide(
            StoredCampaign campaign, CampaignSpec spec, Firing pending, Set<UUID> open, Instant now) {
        boolean overlaps = open.contains(campaign.id());
        Instant horizon = overlaps ? now : now.plus(config.lead());
        DueFirings due = campaign.timetable(spec).due(pending, now, horizon);
        long skipped = due.superseded() + (overlaps ? due.due().stream().count() : 0);
        campaign.decided(due.missed(), skipped, due.next());
        if (due.missed() + skipped > 0) {
            LOG.warnf(
                    "firings left out campaign=%s missed=%d skipped=%d until=%s",
                    campaign.name(), due.missed(), skipped, now);
        }
        return overlaps ? Optional.empty() : due.due().map(firing -> new PlannedFiring(campaign, spec, firing));
    }
}
