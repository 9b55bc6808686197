package dev.evenkeel.campaign;

import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.store.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Deletes runs that are over and whose samples are no longer kept: those would seem to be missing. A bounded number at a
 * time, by one replica at a time.
 */
@Singleton
class RunRetention {
    private static final Logger LOG = Logger.getLogger(RunRetention.class);

    /** Longer than deleting some takes. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final int AT_ONCE = 10_000;

    private final Transactions transactions;
    private final RunRepository runs;
    private final SampleLog samples;
    private final JobLease lease;
    private final StoreClock clock;

    RunRetention(Transactions transactions, RunRepository runs, SampleLog samples, JobLease lease, StoreClock clock) {
        this.transactions = transactions;
        this.runs = runs;
        this.samples = samples;
        this.lease = lease;
        this.clock = clock;
    }

    @Scheduled(
            identity = "run-retention",
            every = "10m",
            delay = 1,
            delayUnit = TimeUnit.MINUTES,
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = TickGate.class)
    Uni<Void> deleteOld() {
        return clock.now()
                .map(samples::keptSince)
                .chain(kept -> samples.storedSince()
                        .map(stored -> stored.filter(day -> day.isBefore(kept)).orElse(kept)))
                .chain(this::deleteBefore);
    }

    private Uni<Void> deleteBefore(Instant before) {
        return lease.ifHeld(
                "run-retention",
                LEASE,
                transactions
                        .in(session -> runs.deleteOld(session, before, AT_ONCE))
                        .invoke(deleted -> LOG.debugf("runs deleted count=%d before=%s", deleted, before))
                        .chain(deleted -> deleted == AT_ONCE
                                ? deleteBefore(before)
                                : Uni.createFrom().voidItem()));
    }
}
