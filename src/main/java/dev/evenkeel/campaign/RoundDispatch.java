package dev.evenkeel.campaign;

import dev.evenkeel.pipeline.RoundPublisher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Hands due rounds to the probers: claims them in a transaction, publishes them once it has committed, and then
 * notes that they are out. Who dies in between leaves a claim whose lease runs out, upon which the next to look
 * publishes the same rounds again. A round that nobody may probe any more is left out.
 */
@Singleton
final class RoundDispatch {
    private static final Logger LOG = Logger.getLogger(RoundDispatch.class);
    private static final int BATCH = 100;
    private static final int MAX_BATCHES = 100;
    private static final int CONCURRENT_PUBLISHES = 32;

    private final Transactions transactions;
    private final RunRepository runs;
    private final RoundPublisher publisher;
    private final SchedulerConfig config;

    RoundDispatch(Transactions transactions, RunRepository runs, RoundPublisher publisher, SchedulerConfig config) {
        this.transactions = transactions;
        this.runs = runs;
        this.publisher = publisher;
        this.config = config;
    }

    /**
     * Claims and publishes everything that is due. Does not fail for what could not be published, which the next tick
     * tries again: a broker that is away must not be asked for the same rounds over and over within one.
     */
    Uni<Void> dispatch(Instant now) {
        return dispatch(now, MAX_BATCHES);
    }

    private Uni<Void> dispatch(Instant now, int batchesLeft) {
        return claim(now)
                .chain(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(rounds -> publish(rounds, now))
                        .collect()
                        .asList()
                        .chain(done -> done.size() < BATCH || batchesLeft == 1 || done.contains(false)
                                ? Uni.createFrom().voidItem()
                                : dispatch(now, batchesLeft - 1)));
    }

    /** Claims without publishing. */
    Uni<List<ClaimedRounds>> claim(Instant now) {
        Instant horizon = now.plus(config.lead());
        Instant lease = now.plus(config.lease());
        return transactions.in(session -> runs.lockDue(session, now, horizon, BATCH)
                .map(due -> due.stream().map(run -> run.claim(horizon, lease)).toList()));
    }

    /** Tells whether nothing has to be published again. */
    private Uni<Boolean> publish(ClaimedRounds claimed, Instant now) {
        return Multi.createFrom()
                .iterable(IntStream.range(claimed.from(), claimed.to()).boxed().toList())
                .onItem()
                .transformToUni(round -> publish(claimed, round, now))
                .merge(CONCURRENT_PUBLISHES)
                .collect()
                .with(Collectors.minBy(Integer::compare))
                .map(firstToDoAgain -> firstToDoAgain.orElse(claimed.to()))
                .chain(publishedTo -> transactions
                        .in(session -> runs.published(session, claimed.runId(), publishedTo))
                        .replaceWith(publishedTo == claimed.to()));
    }

    /** The first round that has to be published after this one, for all that this one tells. */
    private Uni<Integer> publish(ClaimedRounds claimed, int round, Instant now) {
        if (claimed.isTooLate(round, now)) {
            LOG.warnf(
                    "round left out run=%s round=%d campaign=%s",
                    claimed.runId(), round, claimed.plan().campaign());
            return Uni.createFrom().item(claimed.to());
        }
        return publisher
                .publish(claimed.request(round))
                .replaceWith(claimed.to())
                .onFailure()
                .invoke(e -> LOG.warnf(e, "round not published run=%s round=%d", claimed.runId(), round))
                .onFailure()
                .recoverWithItem(round);
    }
}
