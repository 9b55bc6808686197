package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Calls off what was planned ahead and has not begun. Decisions on firings whose time has not come are undone, as if they had
 * not been made: a campaign that is paused and resumed before they come fires like one that never rested.
 */
@Singleton
final class CallOff {
    private final CampaignRepository campaigns;
    private final RunRepository runs;

    CallOff(CampaignRepository campaigns, RunRepository runs) {
        this.campaigns = campaigns;
        this.runs = runs;
    }

    /** Of locked campaigns; a run that has begun goes on. */
    Uni<Void> planned(Session session, Collection<StoredCampaign> locked, Instant now) {
        Set<UUID> ids = locked.stream().map(StoredCampaign::id).collect(Collectors.toSet());
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : runs.lockPlanned(session, ids)
                        .chain(planned -> planned.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : campaigns
                                        .targets(session, ids)
                                        .chain(targets -> undo(session, locked, planned, targets, now)));
    }

    private static Uni<Void> undo(
            Session session,
            Collection<StoredCampaign> locked,
            List<StoredRun> planned,
            List<StoredTarget> targets,
            Instant now) {
        planned.forEach(run -> targets.forEach(run::takeBackFrom));
        Map<Boolean, List<StoredRun>> byToCome =
                planned.stream().collect(Collectors.partitioningBy(run -> run.isOfLaterThan(now)));
        List<StoredRun> toCome = byToCome.getOrDefault(true, List.of());
        byToCome.getOrDefault(false, List.of()).forEach(run -> run.cancel(now));
        Map<UUID, Long> runsOf =
                toCome.stream().collect(Collectors.groupingBy(StoredRun::campaignId, Collectors.counting()));
        locked.forEach(campaign -> campaign.calledOff(runsOf.getOrDefault(campaign.id(), 0L)));
        return session.removeAll(toCome.toArray());
    }
}
