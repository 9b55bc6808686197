package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What is asked: a campaign's targets by one statistic of one metric, over the window that ends with the
 * last whole second before it was asked.
 *
 * @param specVersion the version of the campaign's workload whose samples count: no ranking mixes two
 * @param connection the kind of connection whose samples count: no ranking mixes the two
 */
record RankingQuestion(
        RankableCampaign campaign,
        Metric metric,
        Statistic statistic,
        Duration window,
        int specVersion,
        ConnectionArm connection,
        Instant askedAt) {
    /** Version of the definitions and of the bootstrap. */
    static final int ALGORITHM = 1;

    /** @throws dev.evenkeel.http.ProblemException 422 if the campaign's workload has never had that version */
    static RankingQuestion of(RankableCampaign campaign, RankingParameters parameters, Instant askedAt) {
        var defaults = campaign.ranking();
        return new RankingQuestion(
                campaign,
                parameters.metric() == null ? defaults.metric() : parameters.metric(),
                parameters.statistic() == null ? defaults.statistic() : parameters.statistic(),
                parameters.window() == null ? defaults.window() : parameters.window(),
                parameters.specVersion() == null
                        ? campaign.specVersion()
                        : known(parameters.specVersion(), campaign.specVersion()),
                parameters.connection() == null ? usual(campaign) : parameters.connection(),
                askedAt);
    }

    /** Kept connections, which is how clients ask, unless the campaign has none of them. */
    private static ConnectionArm usual(RankableCampaign campaign) {
        return campaign.connections() == Connections.FRESH ? ConnectionArm.FRESH : ConnectionArm.REUSE;
    }

    private static int known(int specVersion, int current) {
        new Violations()
                .addUnless(
                        specVersion <= current, "specVersion", "must be at most " + current + ", the version in force")
                .throwIfAny();
        return specVersion;
    }

    /**
     * The same question with the targets that it is about: those in force, or in an earlier version of the workload
     * those that have samples of it on that kind of connection, removed since or not.
     */
    RankingQuestion about(SampleWindow samples) {
        if (specVersion == campaign.specVersion()) {
            return this;
        }
        Set<UUID> answered =
                samples.samples().stream().map(WindowSample::targetId).collect(Collectors.toSet());
        return new RankingQuestion(
                campaign.inVersion(specVersion, answered), metric, statistic, window, specVersion, connection, askedAt);
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
        return campaign.id().getMostSignificantBits() ^ campaign.id().getLeastSignificantBits() ^ specVersion;
    }
}
