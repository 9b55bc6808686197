package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is asked: a campaign's targets by one statistic of one metric, over the window that ends with the
 * last whole second before it was asked.
 */
record RankingQuestion(
        RankableCampaign campaign, Metric metric, Statistic statistic, Duration window, Instant askedAt) {
    /** Version of the definitions and of the bootstrap. */
    static final int ALGORITHM = 1;

    static RankingQuestion of(RankableCampaign campaign, RankingParameters parameters, Instant askedAt) {
        var defaults = campaign.ranking();
        return new RankingQuestion(
                campaign,
                parameters.metric() == null ? defaults.metric() : parameters.metric(),
                parameters.statistic() == null ? defaults.statistic() : parameters.statistic(),
                parameters.window() == null ? defaults.window() : parameters.window(),
                askedAt);
    }

    /** Exclusive. */
    Instant to() {
        return askedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Inclusive. */
    Instant from() {
        return to().minus(window);
    }

    boolean higherIsBetter() {
        return statistic.higherIsBetter(metric);
    }

    /** The metric {@code availability} has one statistic, its value, whichever was asked for. */
    String statisticKey() {
        return metric == Metric.AVAILABILITY ? Metric.AVAILABILITY.key() : statistic.key();
    }

    /** Of the bootstrap: the same for the same workload of the same campaign, so that the same data give the same answer. */
    long seed() {
        return campaign.id().getMostSignificantBits()
                ^ campaign.id().getLeastSignificantBits()
                ^ campaign.specVersion();
    }
}
