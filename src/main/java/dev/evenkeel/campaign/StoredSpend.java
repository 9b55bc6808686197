package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Budget;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

/** A row of {@code campaign_spend}: what a campaign has used of its budget on one day of UTC. */
@Entity(name = "Spend")
@Table(name = "campaign_spend")
@IdClass(SpendKey.class)
class StoredSpend {
    @Id
    @Column(name = "campaign_id")
    private UUID campaignId;

    @Id
    private LocalDate day;

    private long probes;

    private BigDecimal cost;

    @SuppressWarnings("NullAway.Init")
    protected StoredSpend() {}

    SpendKey key() {
        return new SpendKey(campaignId, day);
    }

    long probes() {
        return probes;
    }

    BigDecimal cost() {
        return cost;
    }

    boolean fits(Budget budget, RoundEstimate round) {
        boolean probesFit = budget.probesPerDay() == null || probes + round.probes() <= budget.probesPerDay();
        boolean costFits = budget.costPerDay() == null || cost.add(round.cost()).compareTo(budget.costPerDay()) <= 0;
        return probesFit && costFits;
    }

    void add(RoundEstimate round) {
        probes += round.probes();
        cost = cost.add(round.cost());
    }

    /** So many probes are not sent after all. */
    void giveBack(int notSent) {
        probes -= notSent;
    }

    /** Puts what is known in the place of what was estimated. */
    void correctCost(BigDecimal difference) {
        cost = cost.add(difference);
    }
}
