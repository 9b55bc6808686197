package dev.evenkeel.rollup;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** Lets the jobs that keep the tables of samples and rollups in order run in those processes only that store samples. */
@Singleton
public final class HousekeepingGate implements Scheduled.SkipPredicate {
    private final boolean enabled;

    HousekeepingGate(RollupConfig config) {
        this.enabled = config.housekeeping();
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !enabled;
    }
}
