package dev.evenkeel.campaign;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets the scheduler tick from when everything that starts with the application has started, the Kafka channels
 * among it, until the application begins to stop. Never in a process that does not schedule.
 */
@Singleton
class TickGate implements Scheduled.SkipPredicate {
    private final boolean enabled;
    private volatile boolean open;

    TickGate(SchedulerConfig config) {
        this.enabled = config.enabled();
    }

    void onStart(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        open = enabled;
    }

    void onStop(@Observes @Priority(0) ShutdownEvent event) {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !open;
    }
}
