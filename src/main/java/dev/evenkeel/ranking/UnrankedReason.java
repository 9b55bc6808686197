package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import java.util.Optional;

/** Why a target is not ranked. */
enum UnrankedReason {
    /** Too few counted samples, or too few of them that tell the metric, or the statistic is undefined on them. */
    TOO_FEW_SAMPLES,
    /** Too many of the counted samples failed. */
    LOW_AVAILABILITY,
    /** Too few counted samples, and more of our own requests were refused than counted: model name or credential is wrong. */
    CLIENT_ERRORS;

    /**
     * @param evidence counted samples that bear on the metric
     * @param value of the statistic, NaN where undefined
     */
    static Optional<UnrankedReason> of(TargetWindow window, long evidence, double value, RankingDefaults policy) {
        Availability availability = window.availability();
        if (availability.n() < policy.minSamples()) {
            return Optional.of(window.clientErrors() > availability.n() ? CLIENT_ERRORS : TOO_FEW_SAMPLES);
        }
        if (availability.value() < policy.minAvailability()) {
            return Optional.of(LOW_AVAILABILITY);
        }
        return evidence < policy.minSamples() || Double.isNaN(value) ? Optional.of(TOO_FEW_SAMPLES) : Optional.empty();
    }
}
