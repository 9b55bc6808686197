package dev.evenkeel.campaign;

import dev.evenkeel.campaign.SchedulerMetrics.RoundFate;
import dev.evenkeel.pipeline.RoundPublisher;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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
    private static final int MAX_BATCHES = 100;
    private static final int CONCURRENT_RUNS = 32;
    private static final int CONCURRENT_ROUNDS = 32;

    private final Transactions transactions;
    private final RoundClaim claim;
    private final RunRepository runs;
    private final RoundPublisher publisher;
    private final SchedulerMetrics metrics;

    RoundDispatch(
            Transactions transactions,
            RoundClaim claim,
            RunRepository runs,
            RoundPublisher publisher,
            SchedulerMetrics metrics) {
        this.transactions = transactions;
        this.runs = runs;
        this.claim = claim;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Claims and publishes everything that is due. Does not fail for what could not be published, which the next tick
     * tries again: a broker that is away must not be asked for the same rounds over and over within one. Tells whether all is
     * out.
     */
    Uni<Boolean> dispatch(Instant now) {
        return dispatch(now, MAX_BATCHES);
    }

    private Uni<Boolean> dispatch(Instant now, int batchesLeft) {
        return claim.claim(now)
                .chain(claimed -> publish(claimed, now)
                        .chain(allOut -> claimed.size() < RoundClaim.BATCH || batchesLeft == 1 || !allOut
                                ? Uni.createFrom().item(allOut)
                                : dispatch(now, batchesLeft - 1)));
    }

    /** Side by side, and then all of them are noted at once. Tells whether nothing has to be published again. */
    private Uni<Boolean> publish(List<ClaimedRounds> claimed, Instant now) {
        if (claimed.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        return Multi.createFrom()
                .iterable(claimed)
                .onItem()
                .transformToUni(rounds -> publish(rounds, now).map(upTo -> new PublishedRounds(rounds, upTo)))
                .merge(CONCURRENT_RUNS)
                .collect()
                .asList()
                .chain(published ->
                        note(published).replaceWith(() -> published.stream().allMatch(PublishedRounds::isAll)));
    }

    private Uni<Void> note(List<PublishedRounds> published) {
        Map<Integer, List<UUID>> byRounds = published.stream()
                .collect(Collectors.groupingBy(
                        PublishedRounds::upTo,
                        TreeMap::new,
                        Collectors.mapping(rounds -> rounds.claimed().runId(), Collectors.toList())));
        return transactions.in(session -> Multi.createFrom()
                .iterable(byRounds.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> runs.published(session, entry.getValue(), entry.getKey()))
                .onItem()
                .ignoreAsUni());
    }

    /** Rounds that were claimed, and up to which of them they are out. */
    private record PublishedRounds(ClaimedRounds claimed, int upTo) {
        boolean isAll() {
            return upTo == claimed.to();
        }
    }

    /** Gives the first round that has to be published again, or the end of what was claimed. */
    private Uni<Integer> publish(ClaimedRounds claimed, Instant now) {
        metrics.rounds(RoundFate.STOPPED_BY_BUDGET, claimed.stopped());
        return Multi.createFrom()
                .iterable(IntStream.range(claimed.from(), claimed.to()).boxed().toList())
                .onItem()
                .transformToUni(round -> publish(claimed, round, now))
                .merge(CONCURRENT_ROUNDS)
                .collect()
                .with(Collectors.minBy(Integer::compare))
                .map(firstToDoAgain -> firstToDoAgain.orElse(claimed.to()));
    }

    /** The first round that has to be published after this one, for all that this one tells. One that is not out at all its vantages is published again at all of them. */
    private Uni<Integer> publish(ClaimedRounds claimed, int round, Instant now) {
        if (claimed.isTooLate(round, now)) {
            metrics.rounds(RoundFate.TOO_LATE, 1);
            LOG.warnf(
                    "round left out run=%s round=%d campaign=%s",
                    claimed.runId(), round, claimed.plan().campaign());
            return Uni.createFrom().item(claimed.to());
        }
        return Uni.join()
                .all(claimed.requests(round).stream().map(publisher::publish).toList())
                .andCollectFailures()
                .invoke(() -> metrics.rounds(RoundFate.PUBLISHED, 1))
                .replaceWith(claimed.to())
                .onFailure()
                .invoke(e -> notPublished(claimed, round, e))
                .onFailure()
                .recoverWithItem(round);
    }

    private void notPublished(ClaimedRounds claimed, int round, Throwable failure) {
        metrics.rounds(RoundFate.NOT_PUBLISHED, 1);
        LOG.warnf(failure, "round not published run=%s round=%d", claimed.runId(), round);
    }
}
