package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.samples.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked: a campaign's targets by one statistic of one metric, over a window that ends now or in the past.
 *
 * @param asOf when the window ends, in the past; absent = now. Samples that came later than that count, too
 * @param covered what the window really covers
 * @param specVersion the version of the campaign's workload whose samples count: no ranking mixes two
 * @param connection the kind of connection whose samples count: no ranking mixes the two
 * @param vantages those whose samples count: one, or all of the campaign
 */
record RankingQuestion(
        RankableCampaign campaign,
        Metric metric,
        Statistic statistic,
        Duration window,
        int specVersion,
        ConnectionArm connection,
        List<String> vantages,
        Instant askedAt,
        @Nullable Instant asOf,
        Covered covered,
        Estimand intervalsFor) {
    /** Version of the definitions and of the bootstrap. */
    static final int ALGORITHM = 3;

    /** A window that ended changes only if samples come late. */
    static final Duration PAST_IS_VALID = Duration.ofHours(1);

    /** @throws dev.evenkeel.http.ProblemException 422 if the campaign's workload has never had that version */
    static RankingQuestion of(RankableCampaign campaign, RankingParameters parameters, Instant askedAt, Ladder ladder) {
        var defaults = campaign.ranking();
        Duration window = parameters.window() == null ? defaults.window() : parameters.window();
        new Violations()
                .addUnless(
                        parameters.asOf() == null || !parameters.asOf().isAfter(askedAt),
                        "asOf",
                        "must not be in the future")
                .throwIfAny();
        return new RankingQuestion(
                campaign,
                parameters.metric() == null ? defaults.metric() : parameters.metric(),
                parameters.statistic() == null ? defaults.statistic() : parameters.statistic(),
                window,
                parameters.specVersion() == null
                        ? campaign.specVersion()
                        : known(parameters.specVersion(), campaign.specVersion()),
                parameters.connection() == null ? usual(campaign) : parameters.connection(),
                parameters.vantage() == null ? campaign.vantages() : List.of(parameters.vantage()),
                askedAt,
                parameters.asOf(),
                Covered.by(window, askedAt, parameters.asOf(), ladder),
                parameters.intervalsFor() == null ? Estimand.WINDOW : parameters.intervalsFor());
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
    RankingQuestion about(Evidence evidence) {
        if (specVersion == campaign.specVersion()) {
            return this;
        }
        return new RankingQuestion(
                campaign.inVersion(specVersion, evidence.answered()),
                metric,
                statistic,
                window,
                specVersion,
                connection,
                vantages,
                askedAt,
                asOf,
                covered,
                intervalsFor);
    }

    /** The same up to the same end, of a longer stretch of time. */
    RankingQuestion since(Instant from) {
        return with(Duration.between(from, to()), new Covered(from, to(), covered.resolution(), covered.cellLength()));
    }

    private RankingQuestion with(Duration otherWindow, Covered otherCovered) {
        return new RankingQuestion(
                campaign,
                metric,
                statistic,
                otherWindow,
                specVersion,
                connection,
                vantages,
                askedAt,
                asOf,
                otherCovered,
                intervalsFor);
    }

    /** The same of the same stretch of time, read from rollups of that resolution, each of which is a cell. */
    RankingQuestion inCellsOf(Resolution resolution) {
        return with(window, new Covered(from(), to(), resolution, resolution.step()));
    }

    /** Exclusive. */
    Instant to() {
        return covered.to();
    }

    /** Inclusive. */
    Instant from() {
        return covered.from();
    }

    /**
     * Until when the same question has the same answer as long as the revision stays: until the window slides, or the first
     * of the rounds that were left out for being incomplete counts as it is.
     */
    Instant validUntil(Pulse pulse) {
        Instant first = pulse.earliest();
        Instant settles = first == null ? Instant.MAX : first.plus(campaign.roundSettles());
        Instant slides = asOf == null ? to() : Instant.MAX;
        Instant either = settles.isBefore(slides) ? settles : slides;
        return either.equals(Instant.MAX) ? askedAt.plus(PAST_IS_VALID) : either;
    }

    /** Rounds scheduled before it count as they are; later ones only if they are whole. */
    Instant settledBefore() {
        return askedAt.minus(campaign.roundSettles());
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
