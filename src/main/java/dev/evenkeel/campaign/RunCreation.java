package dev.evenkeel.campaign;

import dev.evenkeel.campaign.SchedulerMetrics.FiringDecision;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;

/** Stores the runs of firings. Its caller holds the locks on their campaigns. */
@Singleton
final class RunCreation {
    private static final Logger LOG = Logger.getLogger(RunCreation.class);

    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final Providers providers;
    private final RunPlanner planner;
    private final SchedulerMetrics metrics;

    RunCreation(
            CampaignRepository campaigns,
            RunRepository runs,
            Providers providers,
            RunPlanner planner,
            SchedulerMetrics metrics) {
        this.campaigns = campaigns;
        this.runs = runs;
        this.providers = providers;
        this.planner = planner;
        this.metrics = metrics;
    }

    /**
     * Creates a run for each firing, save those that have one already: a schedule that was changed and changed
     * back names a firing again.
     *
     * @return the ids of the new runs; a firing that could not be planned is logged, counted as missed and left out
     */
    Uni<List<UUID>> create(Session session, List<PlannedFiring> firings, RunTrigger trigger, Instant now) {
        if (firings.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Set<UUID> campaignIds = firings.stream().map(f -> f.campaign().id()).collect(Collectors.toSet());
        return without(session, firings, trigger)
                .chain(fresh -> campaigns
                        .targets(session, campaignIds)
                        .map(RunCreation::active)
                        .chain(targets -> providers
                                .byName(providersOf(targets))
                                .map(found -> plan(fresh, byCampaign(targets), found, trigger, now))))
                .chain(planned -> session.persistAll(planned.toArray())
                        .chain(session::flush)
                        .replaceWith(planned.stream().map(StoredRun::id).toList()));
    }

    private Uni<List<PlannedFiring>> without(Session session, List<PlannedFiring> firings, RunTrigger trigger) {
        if (trigger == RunTrigger.MANUAL) {
            return Uni.createFrom().item(firings);
        }
        return runs.existing(session, firings.stream().map(RunCreation::idOf).toList())
                .map(HashSet::new)
                .map(existing -> firings.stream()
                        .filter(f -> !existing.contains(idOf(f)))
                        .toList());
    }

    private List<StoredRun> plan(
            List<PlannedFiring> firings,
            Map<UUID, List<StoredTarget>> targets,
            Map<String, Provider> found,
            RunTrigger trigger,
            Instant now) {
        List<StoredRun> planned = new ArrayList<>();
        for (PlannedFiring next : firings) {
            StoredCampaign campaign = next.campaign();
            try {
                StoredRun run = planner.plan(
                        campaign,
                        next.spec(),
                        targets.getOrDefault(campaign.id(), List.of()),
                        found,
                        trigger,
                        planner.feasible(next.firing(), now),
                        now);
                planned.add(run);
                if (trigger == RunTrigger.SCHEDULE) {
                    campaign.ran();
                    metrics.firings(FiringDecision.RUN, 1);
                    metrics.lateness(Duration.between(next.firing().fireAt(), run.fireAt()));
                }
                LOG.infof("run planned run=%s campaign=%s trigger=%s", run.id(), campaign.name(), trigger);
            } catch (RuntimeException e) {
                LOG.errorf(e, "run not planned campaign=%s", campaign.name());
                campaign.decided(1, 0, campaign.pending());
                metrics.firings(FiringDecision.MISSED, 1);
            }
        }
        return planned;
    }

    private static UUID idOf(PlannedFiring firing) {
        return StoredRun.idOf(firing.campaign().id(), firing.firing().nominal());
    }

    private static List<StoredTarget> active(List<StoredTarget> targets) {
        return targets.stream().filter(StoredTarget::active).toList();
    }

    private static Set<String> providersOf(List<StoredTarget> targets) {
        return targets.stream().map(target -> target.ref().provider()).collect(Collectors.toSet());
    }

    private static Map<UUID, List<StoredTarget>> byCampaign(List<StoredTarget> targets) {
        return targets.stream().collect(Collectors.groupingBy(StoredTarget::campaignId));
    }
}
