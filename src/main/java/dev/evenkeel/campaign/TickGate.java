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
 * among it, until the application begins to stop.
 */
@Singleton
class TickGate implements Scheduled.SkipPredicate {
    private volatile boolean open;

    void onStart(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        open = true;
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
