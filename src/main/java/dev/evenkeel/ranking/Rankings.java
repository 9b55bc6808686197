package dev.evenkeel.ranking;

import dev.evenkeel.campaign.Campaigns;
import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.samples.Pulse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Answers questions about rankings: what was asked, the evidence that answers it, and the answer. */
@Singleton
final class Rankings {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Campaigns campaigns;
    private final EvidenceReader reader;
    private final RankingSetup setup;
    private final RankingThreads threads;

    @Inject
    Rankings(Campaigns campaigns, EvidenceReader reader, RankingSetup setup, RankingThreads threads) {
        this.campaigns = campaigns;
        this.reader = reader;
        this.setup = setup;
        this.threads = threads;
    }

    /** What a ranking must know of a campaign. Fails with 404 where there is none of that name. */
    Uni<RankableCampaign> campaign(String name) {
        Uni<Optional<RankableCampaign>> found = ResourceName.isValid(name)
                ? campaigns.rankable(name)
                : Uni.createFrom().item(Optional.empty());
        return found.map(known -> known.orElseThrow(() -> ProblemException.notFound("campaign", name)));
    }

    /** The question as it stands now. Fails with 404 for an unknown campaign, with 422 for what can't be asked of it. */
    Uni<RankingQuestion> question(String campaign, RankingParameters parameters) {
        return campaign(campaign).map(known -> setup.question(known, parameters));
    }

    /** What tells whether the answer to a question has changed. */
    Uni<Pulse> pulse(RankingQuestion question) {
        return reader.pulse(question);
    }

    /** Computes the answer on a thread of its own. Fails with 503 when too many wait for one already. */
    Uni<Answer> answer(RankingQuestion question) {
        return reader.read(question).chain(read -> computed(() -> answer(question, read)));
    }

    private Answer answer(RankingQuestion question, EvidenceReader.Read read) {
        Evidence evidence = read.evidence().get();
        RankingView ranking = setup.ranker(question.about(evidence)).rank(read.pulse(), evidence);
        return new Answer(ranking, setup.tag(question, read.pulse()));
    }

    /** The ranking of one step of a history, by the statistic asked for alone; likewise. */
    Uni<HistoryView.Point> point(RankingQuestion question, EvidenceReader.Read read) {
        return computed(() -> {
            Evidence evidence = read.evidence().get();
            return setup.ranker(question.about(evidence))
                    .ofTheAskedMetricAlone()
                    .point(evidence);
        });
    }

    private <T> Uni<T> computed(Supplier<T> work) {
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(threads)
                .onFailure(RejectedExecutionException.class)
                .transform(
                        refused -> ProblemException.unavailable("too many rankings are being computed", RETRY_AFTER));
    }

    /** A ranking and its entity tag. */
    record Answer(RankingView ranking, RankingTag tag) {}
}
