package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Budget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Counts rounds against their campaigns' daily budgets before they are sent, and puts right what they were estimated at. */
@Singleton
final class Budgets {
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final SpendRepository spends;

    Budgets(CampaignRepository campaigns, RunRepository runs, SpendRepository spends) {
        this.campaigns = campaigns;
        this.runs = runs;
        this.spends = spends;
    }

    /**
     * Opens the budgets of locked runs for their rounds between {@code from} and {@code to}, which are less than a
     * day apart. Until the transaction ends nobody else counts against them. Runs without a budget are absent.
     */
    Uni<Map<UUID, RoundAdmission>> open(Session session, List<StoredRun> due, Instant from, Instant to) {
        Set<UUID> ids = due.stream().map(StoredRun::campaignId).collect(Collectors.toSet());
        return budgetsOf(session, ids).chain(budgets -> {
            List<StoredRun> limited = due.stream()
                    .filter(run -> budgets.containsKey(run.campaignId()))
                    .toList();
            return spends.lock(session, keysOf(limited, from, to)).map(locked -> admissions(limited, budgets, locked));
        });
    }

    private Uni<Map<UUID, Budget>> budgetsOf(Session session, Set<UUID> campaignIds) {
        return campaigns.byIds(session, campaignIds).map(found -> {
            Map<UUID, Budget> budgets = new HashMap<>();
            found.forEach(campaign -> campaign.budget().ifPresent(budget -> budgets.put(campaign.id(), budget)));
            return budgets;
        });
    }

    private static Set<SpendKey> keysOf(List<StoredRun> limited, Instant from, Instant to) {
        return limited.stream()
                .flatMap(run -> Stream.of(SpendKey.at(run.campaignId(), from), SpendKey.at(run.campaignId(), to)))
                .collect(Collectors.toSet());
    }

    private static Map<UUID, RoundAdmission> admissions(
            List<StoredRun> limited, Map<UUID, Budget> budgets, Map<SpendKey, StoredSpend> locked) {
        Map<UUID, RoundAdmission> admissions = new HashMap<>();
        for (StoredRun run : limited) {
            Budget budget = budgets.get(run.campaignId());
            if (budget != null) {
                admissions.put(run.id(), (asking, fireAt) -> admit(asking, fireAt, budget, locked));
            }
        }
        return admissions;
    }

    private static boolean admit(StoredRun run, Instant fireAt, Budget budget, Map<SpendKey, StoredSpend> locked) {
        StoredSpend spend = Objects.requireNonNull(locked.get(SpendKey.at(run.campaignId(), fireAt)), "spend");
        RoundEstimate round = run.estimate();
        if (!spend.fits(budget, round)) {
            return false;
        }
        spend.add(round);
        if (budget.costPerDay() != null) {
            run.countCost(round.cost());
        }
        return true;
    }

    /** Of these campaigns, which have a budget that leaves no room for a round at that instant. */
    Uni<Set<UUID>> exhausted(Session session, Collection<StoredCampaign> among, Instant at) {
        List<StoredCampaign> limited =
                among.stream().filter(campaign -> campaign.budget().isPresent()).toList();
        return spends.read(session, limited.stream().map(StoredCampaign::id).toList(), Set.of(SpendKey.dayOf(at)))
                .map(used -> limited.stream()
                        .filter(campaign -> isExhausted(campaign, used.get(SpendKey.at(campaign.id(), at))))
                        .map(StoredCampaign::id)
                        .collect(Collectors.toSet()));
    }

    private static boolean isExhausted(StoredCampaign campaign, @Nullable StoredSpend used) {
        return used != null
                && campaign.budget()
                        .filter(budget -> !used.fits(budget, RoundEstimate.of(campaign.spec())))
                        .isPresent();
    }

    /** Puts what runs are now known to cost in the place of what was counted for them. */
    Uni<Void> settle(Session session, Map<UUID, BigDecimal> costs) {
        return runs.lock(session, costs.keySet())
                .chain(locked -> spends.lock(
                                session,
                                locked.stream().map(StoredRun::spendKey).toList())
                        .invoke(spent -> locked.forEach(run -> {
                            BigDecimal difference = run.settleCost(costs.getOrDefault(run.id(), BigDecimal.ZERO));
                            StoredSpend spend = spent.get(run.spendKey());
                            if (spend != null) {
                                spend.correctCost(difference);
                            }
                        }))
                        .replaceWithVoid());
    }
}
