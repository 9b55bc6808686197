package dev.evenkeel.campaign;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Calls runs off. Rounds that the probers have been handed are still probed, and their samples count. */
@Singleton
final class RunCancellation {
    private static final Logger LOG = Logger.getLogger(RunCancellation.class);

    private final Transactions transactions;
    private final RunRepository runs;
    private final StoreClock clock;

    RunCancellation(Transactions transactions, RunRepository runs, StoreClock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.clock = clock;
    }

    /** The same again changes nothing; a run that is over by itself can't be called off. */
    Uni<Void> cancel(UUID id) {
        return clock.now()
                .chain(now -> transactions.in(session -> runs.lock(session, Set.of(id))
                        .map(found -> found.stream()
                                .findFirst()
                                .orElseThrow(() -> ProblemException.notFound("run", id.toString())))
                        .invoke(run -> cancel(run, now))
                        .replaceWithVoid()));
    }

    private static void cancel(StoredRun run, Instant now) {
        switch (run.state()) {
            case PLANNED, RUNNING -> {
                run.cancel(now);
                LOG.infof("run cancelled run=%s", run.id());
            }
            case CANCELLED -> {}
            case COMPLETED, INCOMPLETE ->
                throw ProblemException.conflict("run " + run.id() + " is over: " + run.state());
        }
    }
}
