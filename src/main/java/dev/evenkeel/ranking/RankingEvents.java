package dev.evenkeel.ranking;

import dev.evenkeel.http.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Follows rankings for clients that want to hear of changes. Looks once a second for each, at what all of them share. */
@Singleton
final class RankingEvents {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final int COMMENT_EVERY = 15;

    private final RankingCache rankings;
    private final RankingConfig config;
    private final AtomicInteger followers = new AtomicInteger();

    @Inject
    RankingEvents(RankingCache rankings, RankingConfig config) {
        this.rankings = rankings;
        this.config = config;
    }

    /**
     * Server-sent events: the ranking at once, and again whenever it has changed; ends when the campaign is deleted. Fails at
     * once as the ranking would, and with 503 when too many follow already.
     *
     * @param known the revision that the client has, so that nothing is sent until there is another answer; absent = none
     */
    Uni<Multi<byte[]>> follow(String campaign, RankingParameters parameters, @Nullable Long known) {
        return rankings.current(campaign, parameters).map(first -> {
            if (followers.incrementAndGet() > config.maxFollowers()) {
                followers.decrementAndGet();
                throw ProblemException.unavailable("too many clients follow rankings", RETRY_AFTER);
            }
            return events(new Following(campaign, parameters, known));
        });
    }

    private Multi<byte[]> events(Following following) {
        return Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> look(following).map(look -> look.orComment(tick)))
                .select()
                .first(look -> look.kind() != Look.Kind.GONE)
                .onItem()
                .transformToMultiAndConcatenate(look -> Multi.createFrom().optional(look.event()))
                .onTermination()
                .invoke(followers::decrementAndGet);
    }

    /** A store that is away, or too much to do, is no change: it is looked again. */
    private Uni<Look> look(Following following) {
        return rankings.current(following.campaign, following.parameters)
                .chain(current -> current.tag().equals(following.sent)
                        ? Uni.createFrom().item(Look.NOTHING_NEW)
                        : rankings.answer(current).map(following::tell))
                .onFailure()
                .recoverWithItem(failure -> isGone(failure) ? Look.GONE : Look.NOTHING_NEW);
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ProblemException problem && problem.status() == NOT_FOUND;
    }

    /** One client. Its looks come one after the other. */
    private static final class Following {
        private final String campaign;
        private final RankingParameters parameters;
        private final @Nullable Long known;
        private volatile @Nullable RankingTag sent;

        Following(String campaign, RankingParameters parameters, @Nullable Long known) {
            this.campaign = campaign;
            this.parameters = parameters;
            this.known = known;
        }

        Look tell(RankingCache.Answer answer) {
            RankingTag before = sent;
            sent = answer.tag();
            boolean has = before == null ? known != null && known == answer.revision() : before.equals(answer.tag());
            return has ? Look.NOTHING_NEW : new Look(Look.Kind.CHANGED, Optional.of(event(answer)));
        }

        private static byte[] event(RankingCache.Answer answer) {
            String json = new String(answer.json(), StandardCharsets.UTF_8);
            String event = "event: ranking\nid: " + answer.revision() + "\ndata: " + json + "\n\n";
            return event.getBytes(StandardCharsets.UTF_8);
        }
    }

    private record Look(Kind kind, Optional<byte[]> event) {
        private static final Look NOTHING_NEW = new Look(Kind.NOTHING_NEW, Optional.empty());
        private static final Look GONE = new Look(Kind.GONE, Optional.empty());
        private static final Look COMMENT =
                new Look(Kind.NOTHING_NEW, Optional.of(": still there\n\n".getBytes(StandardCharsets.UTF_8)));

        private enum Kind {
            NOTHING_NEW,
            CHANGED,
            GONE
        }

        /** With the first look the client hears that it is followed for, and now and then that it still is. */
        Look orComment(long tick) {
            return kind == Kind.NOTHING_NEW && tick % COMMENT_EVERY == 0 ? COMMENT : this;
        }
    }
}
