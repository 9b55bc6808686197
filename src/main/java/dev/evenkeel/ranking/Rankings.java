package dev.evenkeel.ranking;

import dev.evenkeel.campaign.Campaigns;
import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Answers questions about rankings: what was asked, the samples that answer it, and the answer. */
@Singleton
final class Rankings {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Campaigns campaigns;
    private final SampleLog samples;
    private final Clock clock;
    private final RankingConfig config;
    private final RankingThreads threads;

    @Inject
    Rankings(Campaigns campaigns, SampleLog samples, Clock clock, RankingConfig config, RankingThreads threads) {
        this.campaigns = campaigns;
        this.samples = samples;
        this.clock = clock;
        this.config = config;
        this.threads = threads;
    }

    /** The question with its samples, which is enough to tell whether the answer has changed. Fails with 404 for an unknown campaign, with 422 for an unknown version. */
    Uni<Evidence> evidence(String campaign, RankingParameters parameters) {
        Uni<Optional<RankableCampaign>> found = ResourceName.isValid(campaign)
                ? campaigns.rankable(campaign)
                : Uni.createFrom().item(Optional.empty());
        return found.map(known -> known.orElseThrow(() -> ProblemException.notFound("campaign", campaign)))
                .map(known -> RankingQuestion.of(known, parameters, clock.instant()))
                .chain(this::gather);
    }

    private Uni<Evidence> gather(RankingQuestion question) {
        return samples.window(
                        question.campaign().id(),
                        question.specVersion(),
                        question.connection(),
                        question.from(),
                        question.to())
                .map(window -> new Evidence(question.about(window), window, config.minPracticalDifference()));
    }

    /** Computes the answer on a thread of its own. Fails with 503 when too many wait for one already. */
    Uni<RankingView> answer(Evidence evidence) {
        return Uni.createFrom()
                .item(evidence::ranking)
                .runSubscriptionOn(threads)
                .onFailure(RejectedExecutionException.class)
                .transform(
                        refused -> ProblemException.unavailable("too many rankings are being computed", RETRY_AFTER));
    }

    /** All that an answer is made of. */
    record Evidence(RankingQuestion question, SampleWindow window, double minPracticalDifference) {
        RankingTag tag() {
            return RankingTag.of(question, window.revision(), minPracticalDifference);
        }

        RankingView ranking() {
            return new Ranker(question, minPracticalDifference).rank(settled());
        }

        private SampleWindow settled() {
            RankableCampaign campaign = question.campaign();
            Instant settledBefore = question.to().minus(campaign.roundSettles());
            int targets = campaign.targets().size();
            return new SampleWindow(window.revision(), SettledRounds.of(window.samples(), targets, settledBefore));
        }
    }
}
