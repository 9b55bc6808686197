package dev.evenkeel.ranking;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.ranking.RankingLookUps.Asked;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Follows rankings for clients that want to hear of changes. Each question is looked at once a second, by one watch for all
 * who follow it, and by none once the last of them has left.
 */
@Singleton
final class RankingEvents {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final RankingLookUps lookUps;
    private final RankingCache cache;
    private final RankingConfig config;
    private final Map<Asked, Multi<Look>> watches = new ConcurrentHashMap<>();
    private final AtomicInteger followers = new AtomicInteger();
    private final BroadcastProcessor<Look> stop = BroadcastProcessor.create();

    @Inject
    RankingEvents(RankingLookUps lookUps, RankingCache cache, RankingConfig config) {
        this.lookUps = lookUps;
        this.cache = cache;
        this.config = config;
    }

    /** Ends all streams, so that clients turn to another process. */
    void stop(@Observes @Priority(0) ShutdownEvent event) {
        stop.onNext(Look.LAST);
    }

    /**
     * Server-sent events: the ranking at once, and again whenever it has changed; ends when the campaign is deleted. Fails at
     * once as the ranking would, and with 503 when too many follow already, but for those who come at the very same time.
     *
     * @param known the revision that the client has, so that nothing is sent until there is another answer; absent = none
     */
    Uni<Multi<byte[]>> follow(Asked asked, @Nullable Long known) {
        return lookUps.current(asked).map(first -> {
            if (followers.get() >= config.maxFollowers()) {
                throw ProblemException.unavailable("too many clients follow rankings", RETRY_AFTER);
            }
            return events(asked, new Following(known, config.heartbeat().dividedBy(LOOK_EVERY)));
        });
    }

    /** Counted while it is subscribed to: of a HEAD's answer nobody reads the body. */
    private Multi<byte[]> events(Asked asked, Following following) {
        Multi<Look> atOnce = Multi.createFrom().uni(look(asked, Look.FIRST));
        Multi<Look> andThen =
                Multi.createFrom().deferred(() -> watch(asked)).onOverflow().dropPreviousItems();
        return Multi.createBy()
                .concatenating()
                .streams(atOnce, andThen)
                .onItem()
                .transformToMultiAndConcatenate(Look::andThenLast)
                .select()
                .first(look -> !look.isLast())
                .onItem()
                .transformToMultiAndConcatenate(look -> Multi.createFrom().optional(following.toSend(look)))
                .onSubscription()
                .invoke(followers::incrementAndGet)
                .onTermination()
                .invoke(followers::decrementAndGet);
    }

    /** What is seen, changed or not, so that who comes amid it misses nothing. */
    private Multi<Look> watch(Asked asked) {
        return watches.computeIfAbsent(asked, this::newWatch);
    }

    private Multi<Look> newWatch(Asked asked) {
        Multi<Look> looks = Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> look(asked, tick));
        return Multi.createBy()
                .merging()
                .streams(looks, stop)
                .onTermination()
                .invoke(() -> watches.remove(asked))
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }

    private Uni<Look> look(Asked asked, long tick) {
        return lookUps.current(asked)
                .chain(cache::ranking)
                .map(answer -> Look.at(answer, tick))
                .onFailure()
                .recoverWithItem(failure -> Look.failed(failure, tick));
    }

    /** For how many questions there is a watch. */
    int watches() {
        return watches.size();
    }
}
