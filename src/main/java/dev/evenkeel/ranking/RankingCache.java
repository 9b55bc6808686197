package dev.evenkeel.ranking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * Keeps answers as they were sent, by their entity tag, and for a moment what the tag of a question is: so that a question
 * that is asked again costs neither the store nor a computation until something has changed, and is computed once however many
 * ask it at the same time. A failure is not kept.
 */
@Singleton
final class RankingCache {
    /** More questions than that at a time are looked up again. */
    private static final int MAX_QUESTIONS = 10_000;

    private final Rankings rankings;
    private final ObjectMapper json;
    private final RankingMetrics metrics;
    private final Cache<Asked, Uni<Current>> current;
    private final AsyncCache<RankingTag, Answer> answers;

    @Inject
    RankingCache(Rankings rankings, ObjectMapper json, RankingMetrics metrics, RankingConfig config) {
        this.rankings = rankings;
        this.json = json;
        this.metrics = metrics;
        this.current = Caffeine.newBuilder()
                .maximumSize(MAX_QUESTIONS)
                .expireAfterWrite(config.freshness())
                .build();
        this.answers = Caffeine.newBuilder()
                .maximumWeight(config.cache().asLongValue())
                .weigher((RankingTag tag, Answer answer) -> answer.json().length)
                .buildAsync();
    }

    /**
     * The question as it stands now and the tag that its answer has, known for {@code evenkeel.ranking.freshness} at most.
     * Fails with 404 for an unknown campaign, with 422 for what can't be asked of it.
     */
    Uni<Current> current(String campaign, RankingParameters parameters) {
        Asked asked = new Asked(campaign, parameters);
        return current.get(asked, this::lookUp).onFailure().invoke(() -> current.invalidate(asked));
    }

    private Uni<Current> lookUp(Asked asked) {
        return rankings.question(asked.campaign(), asked.parameters())
                .chain(question -> rankings.tag(question).map(tag -> new Current(question, tag)))
                .memoize()
                .indefinitely();
    }

    /** The answer as it is sent. Fails with 503 when too many rankings wait to be computed already. */
    Uni<Answer> answer(Current asked) {
        var known = answers.getIfPresent(asked.tag());
        if (known != null) {
            metrics.kept();
        }
        // A client that goes away takes the answer from nobody else: what it cancels is a stage of its own.
        return Uni.createFrom()
                .completionStage(() -> answers.get(
                                asked.tag(),
                                (tag, executor) -> compute(asked.question()).subscribeAsCompletionStage())
                        .thenApply(Function.identity()));
    }

    /** Kept by the tag that was asked for, too, where it was computed from a later revision: that answers what was asked. */
    private Uni<Answer> compute(RankingQuestion question) {
        return rankings.answer(question)
                .invoke(metrics::computed)
                .map(answer ->
                        new Answer(bytes(answer.ranking()), answer.ranking().revision(), answer.tag()));
    }

    private byte[] bytes(RankingView ranking) {
        try {
            return json.writeValueAsBytes(ranking);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Asked(String campaign, RankingParameters parameters) {}

    /** A question and the tag of its answer. */
    record Current(RankingQuestion question, RankingTag tag) {}

    /** A ranking as it is sent. Not to be written to. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(byte[] json, long revision, RankingTag tag) {}
}
