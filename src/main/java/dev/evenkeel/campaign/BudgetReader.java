package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.BudgetDocument;
import dev.evenkeel.campaign.CampaignSpec.Budget;
import dev.evenkeel.http.CanonicalJson;
import dev.evenkeel.http.Violations;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Makes a budget of the client's document, noting all that is wrong with it. */
record BudgetReader(Violations violations) {
    private static final long MAX_PROBES = 1_000_000_000;
    private static final BigDecimal MAX_COST = BigDecimal.valueOf(1_000_000_000);
    private static final int MAX_COST_SCALE = 12;
    private static final int MAX_COST_DIGITS = 15;

    @Nullable
    Budget read(@Nullable BudgetDocument budget) {
        if (budget == null) {
            return null;
        }
        Long probes = budget.probesPerDay();
        violations
                .addUnless(
                        probes != null || budget.costPerDay() != null, "budget", "must have probesPerDay or costPerDay")
                .addUnless(
                        probes == null || (probes >= 1 && probes <= MAX_PROBES),
                        "budget.probesPerDay",
                        "must be from 1 to " + MAX_PROBES);
        return new Budget(probes, budget.costPerDay() == null ? null : cost(budget.costPerDay()));
    }

    private BigDecimal cost(BigDecimal cost) {
        boolean bounded = cost.signum() > 0 && cost.precision() <= MAX_COST_DIGITS && cost.compareTo(MAX_COST) <= 0;
        boolean fine = Math.abs((long) cost.scale()) <= MAX_COST_SCALE;
        violations
                .addUnless(
                        bounded,
                        "budget.costPerDay",
                        "must be above 0 and at most " + MAX_COST + ", in at most " + MAX_COST_DIGITS + " digits")
                .addUnless(fine, "budget.costPerDay", "must have at most " + MAX_COST_SCALE + " decimals");
        return bounded && fine ? CanonicalJson.decimal(cost) : BigDecimal.ONE;
    }

    /** Whether a budget that is fine by itself can be kept by this campaign, as far as its targets are known. */
    static void check(CampaignSpec spec, Violations violations) {
        Budget budget = spec.budget();
        boolean known = violations.list().stream()
                .noneMatch(violation -> violation.field().matches("(budget|targets|workload).*"));
        if (budget == null || !known) {
            return;
        }
        RoundEstimate round = RoundEstimate.of(spec);
        violations.addUnless(
                budget.probesPerDay() == null || budget.probesPerDay() >= round.probes(),
                "budget.probesPerDay",
                "must allow one round, which has " + round.probes() + " probes");
        if (budget.costPerDay() == null) {
            return;
        }
        violations.addUnless(
                spec.currency().isPresent(),
                "budget.costPerDay",
                "needs a price for every target, all of them in one currency");
        violations.addUnless(
                budget.costPerDay().compareTo(round.cost()) >= 0,
                "budget.costPerDay",
                "must allow one round, which is estimated at " + round.cost().toPlainString());
    }
}
