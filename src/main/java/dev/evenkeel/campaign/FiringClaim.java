package dev.evenkeel.campaign;

import dev.evenkeel.campaign.DueCampaigns.Locked;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.campaign.SchedulerMetrics.FiringDecision;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;

/**
 * Decides on due firings: each becomes a run, or is counted as missed or skipped. Decision and run are one
 * transaction over locked campaigns, so that a firing is decided on once however many processes do this.
 */
@Singleton
final class FiringClaim {
    private static final Logger LOG = Logger.getLogger(FiringClaim.class);
    private static final int BATCH = 200;
    private static final int STATEMENTS_AT_ONCE = 100;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final DueCampaigns campaigns;
    private final RunCreation creation;
    private final SchedulerConfig config;
    private final SchedulerMetrics metrics;

    FiringClaim(
            Transactions transactions,
            DueCampaigns campaigns,
            RunCreation creation,
            SchedulerConfig config,
            SchedulerMetrics metrics) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.creation = creation;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Decides on what is due, one firing of each campaign, or on as much of it as one transaction takes. Tells whether there may
     * be more: what has fired once may fire again soon.
     */
    Uni<Boolean> claim(Instant now) {
        return transactions.in(session -> batch(session.setBatchSize(STATEMENTS_AT_ONCE), now));
    }

    private Uni<Boolean> batch(Session session, Instant now) {
        return campaigns
                .lock(session, now, now.plus(config.planningLead()), BATCH)
                .chain(locked -> {
                    List<Optional<Firing>> before = pending(locked);
                    return creation.create(session, decide(locked, now), RunTrigger.SCHEDULE, now)
                            .map(planned -> !pending(locked).equals(before)
                                    || locked.campaigns().size() == BATCH);
                });
    }

    private static List<Optional<Firing>> pending(Locked locked) {
        return locked.campaigns().stream().map(StoredCampaign::pending).toList();
    }

    private List<PlannedFiring> decide(Locked locked, Instant now) {
        return locked.campaigns().stream()
                .flatMap(campaign -> decide(campaign, locked, now).stream())
                .toList();
    }

    /** The firing that is to become a run, if any. A campaign that can't be decided on must not hold up the others. */
    private Optional<PlannedFiring> decide(StoredCampaign campaign, Locked locked, Instant now) {
        try {
            CampaignSpec spec = campaign.spec();
            boolean overlaps = locked.withOpenRun().contains(campaign.id())
                    && spec.schedule().overlap() != Overlap.ALLOW;
            return toRun(campaign, spec, overlaps, now)
                    .filter(firing -> hasBudget(campaign, spec, locked, firing, now))
                    .map(firing -> new PlannedFiring(campaign, spec, firing));
        } catch (RuntimeException e) {
            LOG.errorf(e, "firing postponed campaign=%s", campaign.name());
            campaign.postpone(now.plus(AFTER_FAILURE));
            return Optional.empty();
        }
    }

    /** A firing that has waited goes first; the pending one is then decided on beside the run that it becomes. */
    private Optional<Firing> toRun(StoredCampaign campaign, CampaignSpec spec, boolean overlaps, Instant now) {
        Optional<Instant> waited = overlaps ? Optional.empty() : campaign.takeBuffered();
        return waited.isPresent()
                ? waited.map(nominal -> new Firing(nominal, now.isBefore(nominal) ? nominal : now))
                : campaign.pending().flatMap(pending -> due(campaign, spec, pending, overlaps, now));
    }

    private Optional<Firing> due(
            StoredCampaign campaign, CampaignSpec spec, Firing pending, boolean overlaps, Instant now) {
        Instant horizon = overlaps ? now : horizon(pending, now);
        DueFirings due = campaign.timetable(spec).due(pending, now, horizon);
        boolean buffered = overlaps && spec.schedule().overlap() == Overlap.BUFFER_ONE && buffer(campaign, due.due());
        boolean skips = overlaps && due.due().isPresent() && !buffered;
        long skipped = due.superseded() + (skips ? 1 : 0);
        campaign.decided(due.missed(), skipped, due.next());
        metrics.firings(FiringDecision.MISSED, due.missed());
        metrics.firings(FiringDecision.SKIPPED, skipped);
        if (due.missed() + skipped > 0) {
            LOG.warnf(
                    "firings left out campaign=%s missed=%d skipped=%d until=%s",
                    campaign.name(), due.missed(), skipped, now);
        }
        return overlaps ? Optional.empty() : due.due();
    }

    /** Of firings that are late the latest runs. Ahead of time each is decided on by itself: none is late that it could stand for. */
    private Instant horizon(Firing pending, Instant now) {
        Instant ahead = now.plus(config.planningLead());
        boolean isLate = !pending.fireAt().isAfter(now);
        return isLate || pending.fireAt().isAfter(ahead) ? now : pending.fireAt();
    }

    private boolean buffer(StoredCampaign campaign, Optional<Firing> due) {
        boolean buffered = due.filter(campaign::buffer).isPresent();
        metrics.firings(FiringDecision.BUFFERED, buffered ? 1 : 0);
        return buffered;
    }

    private boolean hasBudget(StoredCampaign campaign, CampaignSpec spec, Locked locked, Firing firing, Instant now) {
        if (locked.hasBudget(campaign, spec, firing.fireAt())) {
            return true;
        }
        campaign.stoppedByBudget(now);
        metrics.firings(FiringDecision.STOPPED_BY_BUDGET, 1);
        LOG.warnf("firing left out because the budget of the day is used up campaign=%s", campaign.name());
        return false;
    }
}
