package dev.evenkeel.ranking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers as they were sent, by their entity tag, until they are no longer valid: so that what is asked again is not
 * computed until something has changed, and is computed once however many ask it at the same time. A failure is not kept.
 */
@Singleton
final class RankingCache {
    /** Of what is kept beside the bytes: tag, entry, times. */
    private static final int OVERHEAD_BYTES = 500;

    private final Rankings rankings;
    private final RankingSetup setup;
    private final ObjectMapper json;
    private final RankingMetrics metrics;
    private final AsyncCache<RankingTag, Answer> answers;

    @Inject
    RankingCache(
            Rankings rankings, RankingSetup setup, ObjectMapper json, RankingMetrics metrics, RankingConfig config) {
        this.rankings = rankings;
        this.setup = setup;
        this.json = json;
        this.metrics = metrics;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(config.cache().asLongValue())
                .weigher((RankingTag tag, Answer answer) -> OVERHEAD_BYTES + answer.json().length)
                .executor(Runnable::run)
                .buildAsync();
    }

    /** The ranking as it is sent. Fails with 503 when too many rankings wait to be computed already. */
    Uni<Answer> ranking(RankingLookUps.Current asked) {
        return answer(asked.tag(), () -> compute(asked.question()));
    }

    /** What is there already; absent where it would have to be computed or waited for. */
    @Nullable
    Answer kept(RankingTag tag) {
        Answer kept = isKept(tag) ? RecentLookUps.known(answers.getIfPresent(tag)) : null;
        if (kept != null) {
            metrics.kept();
        }
        return kept;
    }

    /**
     * The answer of that tag, kept or computed. Where it was computed from a later revision, it has a tag of its own and is
     * kept by both: it answers what was asked.
     */
    Uni<Answer> answer(RankingTag tag, Supplier<Uni<Answer>> compute) {
        return Uni.createFrom().deferred(() -> {
            if (isKept(tag)) {
                metrics.kept();
            }
            return RecentLookUps.shared(answers.get(
                    tag,
                    (asked, executor) ->
                            compute.get().invoke(answer -> keep(asked, answer)).subscribeAsCompletionStage()));
        });
    }

    /** Or being computed. What is kept of the past ends some time, though no sample has come. */
    private boolean isKept(RankingTag tag) {
        var kept = answers.getIfPresent(tag);
        if (kept == null) {
            return false;
        }
        boolean valid = !kept.isDone()
                || kept.isCompletedExceptionally()
                || setup.now().isBefore(kept.join().validUntil());
        return valid || !answers.asMap().remove(tag, kept);
    }

    private void keep(RankingTag asked, Answer answer) {
        metrics.computed();
        if (!answer.tag().equals(asked)) {
            answers.put(answer.tag(), CompletableFuture.completedFuture(answer));
        }
    }

    private Uni<Answer> compute(RankingQuestion question) {
        return rankings.answer(question)
                .map(answer -> new Answer(
                        bytes(answer.ranking()),
                        answer.ranking().revision(),
                        answer.tag(),
                        answer.ranking().validUntil()));
    }

    /** As the API sends it. */
    byte[] bytes(Object document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is sent. Not to be written to.
     *
     * @param validUntil as far as its revision lasts
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(byte[] json, long revision, RankingTag tag, Instant validUntil) {}
}
