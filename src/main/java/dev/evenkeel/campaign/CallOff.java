package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Undoes decisions on firings whose time has not come, as if they had not been made ahead: a campaign that is paused and
 * resumed before they come fires like one that never rested.
 */
@Singleton
final class CallOff {
    private static final Comparator<StoredRun> LATEST_FIRST =
            Comparator.comparing(StoredRun::fireAt).reversed();

    private final CampaignRepository campaigns;
    private final RunRepository runs;

    CallOff(CampaignRepository campaigns, RunRepository runs) {
        this.campaigns = campaigns;
        this.runs = runs;
    }

    /** Of locked campaigns; of a run that has begun nothing is undone. */
    Uni<Void> planned(Session session, Collection<StoredCampaign> locked, Instant now) {
        Set<UUID> ids = locked.stream().map(StoredCampaign::id).collect(Collectors.toSet());
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : runs.lockPlanned(session, ids, now)
                        .chain(planned -> planned.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : campaigns
                                        .targets(session, ids)
                                        .chain(targets -> undo(session, locked, planned, targets)));
    }

    private static Uni<Void> undo(
            Session session, Collection<StoredCampaign> locked, List<StoredRun> planned, List<StoredTarget> targets) {
        Map<UUID, Long> runsOf =
                planned.stream().collect(Collectors.groupingBy(StoredRun::campaignId, Collectors.counting()));
        locked.forEach(campaign -> campaign.calledOff(runsOf.getOrDefault(campaign.id(), 0L)));
        planned.stream().sorted(LATEST_FIRST).forEach(run -> targets.forEach(run::takeBackFrom));
        return session.removeAll(planned.toArray());
    }
}
