package dev.evenkeel.rollup;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Lets the jobs that keep the tables of samples and rollups in order run in those processes only that store samples. */
@Singleton
public final class HousekeepingGate implements Scheduled.SkipPredicate {
    private volatile boolean enabled;

    HousekeepingGate(RollupConfig config) {
        this.enabled = config.housekeeping();
    }

    /** What is begun while the application stops finds its connections closed. */
    void onStop(@Observes @Priority(0) ShutdownEvent event) {
        enabled = false;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !enabled;
    }
}
