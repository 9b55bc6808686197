package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.SampleLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Closes runs whose samples have all come, or whose deadline has passed without them. */
@Singleton
final class RunClosing {
    private static final Logger LOG = Logger.getLogger(RunClosing.class);
    private static final int BATCH = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Transactions transactions;
    private final RunRepository runs;
    private final SampleLog samples;

    RunClosing(Transactions transactions, RunRepository runs, SampleLog samples) {
        this.transactions = transactions;
        this.runs = runs;
        this.samples = samples;
    }

    /** Closes everything that can be closed. */
    Uni<Void> close(Instant now) {
        return closeAfter(FIRST, now);
    }

    private Uni<Void> closeAfter(UUID last, Instant now) {
        return transactions
                .in(session -> runs.closable(session, now, last, BATCH))
                .chain(batch -> batch.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : closeBatch(batch, now)
                                .chain(() -> batch.size() < BATCH
                                        ? Uni.createFrom().voidItem()
                                        : closeAfter(batch.get(batch.size() - 1).id(), now)));
    }

    private Uni<Void> closeBatch(List<RunRow> batch, Instant now) {
        return samples.outcomesByRun(batch.stream().map(RunRow::id).toList())
                .map(outcomes -> decide(batch, outcomes, now))
                .chain(decided ->
                        close(decided, RunState.COMPLETED, now).chain(() -> close(decided, RunState.INCOMPLETE, now)));
    }

    private static Map<RunState, List<RunRow>> decide(
            List<RunRow> batch, Map<UUID, Map<Outcome, Long>> outcomes, Instant now) {
        Map<RunState, List<RunRow>> decided = new EnumMap<>(RunState.class);
        decided.putAll(batch.stream()
                .collect(Collectors.groupingBy(run -> decide(run, outcomes, now).orElse(RunState.RUNNING))));
        return decided;
    }

    private static Optional<RunState> decide(RunRow run, Map<UUID, Map<Outcome, Long>> outcomes, Instant now) {
        long received = outcomes.getOrDefault(run.id(), Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (received >= run.expected()) {
            return Optional.of(RunState.COMPLETED);
        }
        return run.deadline().isAfter(now) ? Optional.empty() : Optional.of(RunState.INCOMPLETE);
    }

    private Uni<Void> close(Map<RunState, List<RunRow>> decided, RunState as, Instant now) {
        List<RunRow> closing = decided.getOrDefault(as, List.of());
        if (closing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<UUID> ids = closing.stream().map(RunRow::id).toList();
        return transactions
                .in(session -> runs.close(session, ids, as, now))
                .invoke(() -> closing.forEach(
                        run -> LOG.infof("run closed run=%s campaign=%s state=%s", run.id(), run.campaign(), as)))
                .replaceWithVoid();
    }
}
