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
import java.util.function.Function;
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

    /** What tells whether the answer to a question has changed. */
    Uni<Pulse> pulse(RankingQuestion question) {
        return reader.pulse(question);
    }

    /** Computes the answer on threads of its own. Fails with 503 when too many wait for them already. */
    Uni<Answer> answer(RankingQuestion question) {
        return reader.read(question)
                .chain(read -> answered(
                        read,
                        setup::ranker,
                        (ranker, lineup, pulse) ->
                                new Answer(ranker.rank(pulse, lineup, setup.now()), setup.tag(question, pulse))));
    }

    /** The ranking of one step of a history, by the statistic asked for alone; likewise. */
    Uni<HistoryView.Point> point(EvidenceReader.Read read) {
        return answered(
                read,
                question -> setup.ranker(question).ofTheAskedMetricAlone(),
                (ranker, lineup, pulse) -> ranker.point(lineup));
    }

    private <T> Uni<T> answered(
            EvidenceReader.Read read, Function<RankingQuestion, Ranker> ranker, Answering<T> answering) {
        return computed(() -> answer(read, ranker, answering))
                .chain(answer -> answer.map(Uni.createFrom()::item)
                        .orElseGet(() -> reader.finer(read.question())
                                .chain(finer -> computed(
                                        () -> answer(finer, ranker, answering).orElseThrow()))));
    }

    /** Empty where there is to be read finer first. */
    private static <T> Optional<T> answer(
            EvidenceReader.Read read, Function<RankingQuestion, Ranker> rankerOf, Answering<T> answering) {
        Evidence evidence = read.evidence().get();
        Ranker ranker = rankerOf.apply(read.question().about(evidence));
        Lineup lineup = ranker.lineup(evidence);
        return lineup.lacksCells() && !read.finest()
                ? Optional.empty()
                : Optional.of(answering.answer(ranker, lineup, read.pulse()));
    }

    /** Of a lineup that its ranker made, and the pulse of what it was made of. */
    private interface Answering<T> {
        T answer(Ranker ranker, Lineup lineup, Pulse pulse);
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
