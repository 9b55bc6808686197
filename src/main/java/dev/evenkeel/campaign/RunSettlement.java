package dev.evenkeel.campaign;

import dev.evenkeel.samples.RunTally;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What the samples of a run mean for its campaign: what it has spent, and whether it has to rest. */
@Singleton
final class RunSettlement {
    private static final Logger LOG = Logger.getLogger(RunSettlement.class);

    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final CallOff callOff;
    private final Budgets budgets;

    RunSettlement(Transactions transactions, CampaignRepository campaigns, CallOff callOff, Budgets budgets) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.callOff = callOff;
        this.budgets = budgets;
    }

    /** Puts what runs are now known to cost in the place of what was counted for them. Gives those of which more has been counted meanwhile: they are looked at again. */
    Uni<Set<UUID>> settle(List<RunRow> batch, Map<UUID, RunTally> tallies) {
        Map<UUID, CostCorrection> corrections = new HashMap<>();
        for (RunRow run : batch) {
            BigDecimal known = run.knownCost(tallies.getOrDefault(run.id(), RunTally.NOTHING));
            if (known.compareTo(run.countedCost()) != 0) {
                corrections.put(run.id(), new CostCorrection(run.countedCost(), known));
            }
        }
        return corrections.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : transactions.in(session -> budgets.settle(session, corrections));
    }

    /** Pauses those campaigns that want it and of which a run was refused for its credential. */
    Uni<Void> pauseUnauthorized(List<RunRow> batch, Map<UUID, RunTally> tallies, Instant now) {
        Map<UUID, RunRow> refused = batch.stream()
                .filter(RunRow::pausesOnFailure)
                .filter(run -> tallies.getOrDefault(run.id(), RunTally.NOTHING).unauthorized() > 0)
                .collect(Collectors.toMap(RunRow::campaignId, Function.identity(), (first, second) -> first));
        return refused.isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions.in(session -> campaigns
                        .lock(session, refused.keySet())
                        .map(locked -> locked.stream()
                                .filter(campaign -> pause(campaign, refused, now))
                                .toList())
                        .chain(paused -> callOff.planned(session, paused, now)));
    }

    /** Tells whether it was paused. */
    private static boolean pause(StoredCampaign campaign, Map<UUID, RunRow> refused, Instant now) {
        RunRow run = refused.get(campaign.id());
        boolean changedSince = run != null && campaign.updatedAt().isAfter(run.createdAt());
        if (run == null || changedSince || campaign.state() != StoredCampaign.State.ACTIVE) {
            return false;
        }
        campaign.pause("paused by pauseOnFailure: run " + run.id() + " was answered with HTTP 401 or 402", now);
        LOG.warnf("campaign paused on failure campaign=%s run=%s", campaign.name(), run.id());
        return true;
    }
}
