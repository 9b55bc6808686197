package dev.evenkeel.campaign;

import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Closes runs whose samples have all come, or whose deadline has passed without them. */
@Singleton
final class RunClosing {
    private static final Logger LOG = Logger.getLogger(RunClosing.class);
    private static final int BATCH = 500;
    private static final UUID FIRST = new UUID(0, 0);

    /** Some ticks. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    /** What is due must not wait for more runs than can be looked at in that time. */
    private static final Duration TIME = Duration.ofMillis(200);

    private final Transactions transactions;
    private final RunRepository runs;
    private final RunSettlement settlement;
    private final SampleLog samples;
    private final JobLease lease;
    private final SchedulerMetrics metrics;

    /** Runs up to this one have been looked at; one tick follows the other. */
    private volatile UUID goOnAfter = FIRST;

    RunClosing(
            Transactions transactions,
            RunRepository runs,
            RunSettlement settlement,
            SampleLog samples,
            JobLease lease,
            SchedulerMetrics metrics) {
        this.transactions = transactions;
        this.runs = runs;
        this.settlement = settlement;
        this.samples = samples;
        this.lease = lease;
        this.metrics = metrics;
    }

    /**
     * Unless another process does, closes everything that can be closed, or as much as time allows; the next time goes on
     * from there.
     */
    Uni<Void> close(Instant now) {
        return lease.ifHeld("closing", LEASE, Uni.createFrom().deferred(() -> {
            long until = System.nanoTime() + TIME.toNanos();
            return closeAfter(goOnAfter, now, until);
        }));
    }

    private Uni<Void> closeAfter(UUID last, Instant now, long until) {
        return transactions
                .in(session -> runs.closable(session, now, last, BATCH))
                .call(batch -> batch.isEmpty() ? Uni.createFrom().voidItem() : closeBatch(batch, now))
                .chain(batch -> {
                    goOnAfter = batch.size() < BATCH
                            ? FIRST
                            : batch.get(batch.size() - 1).id();
                    return goOnAfter.equals(FIRST) || System.nanoTime() - until > 0
                            ? Uni.createFrom().voidItem()
                            : closeAfter(goOnAfter, now, until);
                });
    }

    /** One look at the samples serves settlement and closing: no run is closed by samples that were not settled. */
    private Uni<Void> closeBatch(List<RunRow> batch, Instant now) {
        return samples.talliesByRun(batch.stream().map(RunRow::id).toList(), RunRow.earliest(batch))
                .call(tallies -> settlement.pauseUnauthorized(batch, tallies, now))
                .chain(tallies -> settlement
                        .settle(batch, tallies)
                        .map(unsettled -> decide(without(unsettled, batch), tallies, now)))
                .chain(decided ->
                        close(decided, RunState.COMPLETED, now).chain(() -> close(decided, RunState.INCOMPLETE, now)));
    }

    private static List<RunRow> without(Set<UUID> unsettled, List<RunRow> batch) {
        return batch.stream().filter(run -> !unsettled.contains(run.id())).toList();
    }

    private static Map<RunState, List<RunRow>> decide(List<RunRow> batch, Map<UUID, RunTally> tallies, Instant now) {
        Map<RunState, List<RunRow>> decided = new EnumMap<>(RunState.class);
        decided.putAll(batch.stream()
                .collect(Collectors.groupingBy(run -> decide(run, tallies.getOrDefault(run.id(), RunTally.NOTHING), now)
                        .orElse(RunState.RUNNING))));
        return decided;
    }

    private static Optional<RunState> decide(RunRow run, RunTally tally, Instant now) {
        if (tally.received() >= run.expected()) {
            return Optional.of(RunState.COMPLETED);
        }
        boolean nothingToCome = tally.received() + run.stoppedProbes() >= run.expected();
        return nothingToCome || !run.deadline().isAfter(now) ? Optional.of(RunState.INCOMPLETE) : Optional.empty();
    }

    private Uni<Void> close(Map<RunState, List<RunRow>> decided, RunState as, Instant now) {
        List<RunRow> closing = decided.getOrDefault(as, List.of());
        if (closing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = closing.stream().map(RunRow::id).toList();
        return transactions
                .in(session -> runs.close(session, ids, as, now))
                .invoke(() -> metrics.closed(as, closing.size()))
                .invoke(() -> closing.forEach(
                        run -> LOG.infof("run closed run=%s campaign=%s state=%s", run.id(), run.campaign(), as)))
                .replaceWithVoid();
    }
}
