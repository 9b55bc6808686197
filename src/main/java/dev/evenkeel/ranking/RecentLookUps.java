package dev.evenkeel.ranking;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was looked up a moment ago, kept for that moment: one look-up for all who ask meanwhile, begun by one of them and by
 * nothing else. A failure is not kept. Bounded. Thread-safe.
 */
final class RecentLookUps<K, V> {
    private final AsyncCache<K, V> kept;

    /**
     * @param keptFor from the end of a look-up on
     * @param most how many are kept
     */
    RecentLookUps(Duration keptFor, long most) {
        kept = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(keptFor)
                .executor(Runnable::run)
                .buildAsync();
    }

    /** Who gives up waiting takes what is looked up from nobody else. */
    Uni<V> get(K key, Function<K, Uni<V>> lookUp) {
        return Uni.createFrom()
                .deferred(() ->
                        shared(kept.get(key, (k, executor) -> lookUp.apply(k).subscribeAsCompletionStage())));
    }

    /** What has been looked up already; absent where that would have to be waited for. */
    @Nullable
    V known(K key) {
        return known(kept.getIfPresent(key));
    }

    /** What there is already of what is waited for. */
    static <T> @Nullable T known(@Nullable CompletableFuture<T> future) {
        return future != null && future.isDone() && !future.isCompletedExceptionally() ? future.join() : null;
    }

    /** Those who wait for it already get what they asked for, and nobody else does. */
    void forget(K key) {
        kept.asMap().remove(key);
    }

    /** What others wait for, too. What is cancelled is a stage of its own. */
    static <T> Uni<T> shared(CompletableFuture<T> future) {
        T known = known(future);
        return known != null
                ? Uni.createFrom().item(known)
                : Uni.createFrom().completionStage(() -> future.thenApply(Function.identity()));
    }
}
