package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Budget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;

/** Counts rounds against their campaigns' daily budgets before they are sent, and puts right what they were estimated at. */
@Singleton
final class Budgets {
    private static final Logger LOG = Logger.getLogger(Budgets.class);
    private static final Budget NOTHING = new Budget(0L, null);

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
            found.forEach(campaign -> budgetOf(campaign).ifPresent(budget -> budgets.put(campaign.id(), budget)));
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
                admissions.put(run.id(), new Limited(budget, locked));
            }
        }
        return admissions;
    }

    /** Rounds of a campaign with a budget, against locked days. */
    private record Limited(Budget budget, Map<SpendKey, StoredSpend> locked) implements RoundAdmission {
        @Override
        public boolean admits(StoredRun run, Instant fireAt) {
            StoredSpend spend = locked.get(SpendKey.at(run.campaignId(), fireAt));
            RoundEstimate round = run.estimate();
            if (spend == null || !spend.fits(budget, round)) {
                return false;
            }
            spend.add(round);
            if (budget.costPerDay() != null) {
                run.countCost(round.cost());
            }
            return true;
        }

        @Override
        public void giveBack(StoredRun run, Instant fireAt, int probes) {
            Objects.requireNonNull(locked.get(SpendKey.at(run.campaignId(), fireAt)), "spend")
                    .giveBack(probes);
        }
    }

    /** A campaign that can't be read must not hold up the others: nothing is sent for it. */
    private static Optional<Budget> budgetOf(StoredCampaign campaign) {
        try {
            return campaign.budget();
        } catch (RuntimeException e) {
            LOG.errorf(e, "budget not read campaign=%s", campaign.name());
            return Optional.of(NOTHING);
        }
    }

    /**
     * Puts what runs are known to cost in the place of what was counted for them.
     *
     * @return those of which more has been counted meanwhile, so that nothing was done
     */
    Uni<Set<UUID>> settle(Session session, Map<UUID, CostCorrection> corrections) {
        return runs.lock(session, corrections.keySet())
                .chain(locked -> spends.lock(
                                session,
                                locked.stream().map(StoredRun::spendKey).toList())
                        .map(spent -> locked.stream()
                                .filter(run -> !settle(run, corrections, spent))
                                .map(StoredRun::id)
                                .collect(Collectors.toSet())));
    }

    private static boolean settle(
            StoredRun run, Map<UUID, CostCorrection> corrections, Map<SpendKey, StoredSpend> spent) {
        CostCorrection correction = Objects.requireNonNull(corrections.get(run.id()), "correction");
        StoredSpend spend = Objects.requireNonNull(spent.get(run.spendKey()), "spend");
        return run.settleCost(correction, spend);
    }
}
