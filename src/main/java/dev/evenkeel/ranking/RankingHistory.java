package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Ranks a campaign's targets step by step, one after the other. */
@Singleton
final class RankingHistory {
    private static final int LEAST_SAMPLES = 5;

    private final Rankings rankings;
    private final RankingSetup setup;

    @Inject
    RankingHistory(Rankings rankings, RankingSetup setup) {
        this.rankings = rankings;
        this.setup = setup;
    }

    /** @param asked without a window, which each step has of its own */
    Uni<HistoryView> of(String campaign, RankingParameters asked, HistorySteps steps) {
        return rankings.campaign(campaign)
                .map(known -> known.withMinSamples(minSamples(known, steps.step())))
                .chain(known -> of(known, asked, steps));
    }

    private Uni<HistoryView> of(RankableCampaign campaign, RankingParameters asked, HistorySteps steps) {
        RankingQuestion now = setup.question(campaign, asked.over(steps.step(), null));
        return Multi.createFrom()
                .iterable(steps.ends())
                .onItem()
                .transformToUniAndConcatenate(end -> point(campaign, asked.over(steps.step(), end)))
                .collect()
                .asList()
                .map(points -> view(now, steps, points));
    }

    private Uni<HistoryView.Point> point(RankableCampaign campaign, RankingParameters parameters) {
        RankingQuestion question = setup.question(campaign, parameters);
        return rankings.placed(question)
                .map(ranking -> HistoryView.Point.of(ranking, question.metric(), question.statistic()));
    }

    private static HistoryView view(RankingQuestion question, HistorySteps steps, List<HistoryView.Point> points) {
        RankableCampaign campaign = question.campaign();
        return new HistoryView(
                campaign.name(),
                campaign.model(),
                question.metric().key(),
                question.statisticKey(),
                steps.step().toString(),
                question.specVersion(),
                question.connection().key(),
                campaign.ranking().minSamples(),
                points);
    }

    private static int minSamples(RankableCampaign campaign, Duration step) {
        double share = step.toSeconds() / (double) campaign.ranking().window().toSeconds();
        return Math.max(
                LEAST_SAMPLES, (int) Math.ceil(share * campaign.ranking().minSamples()));
    }
}
