package dev.evenkeel.campaign;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Looks for due work. Every replica does, and the store decides who gets which piece. */
@Singleton
class SchedulerTick {
    private static final Logger LOG = Logger.getLogger(SchedulerTick.class);

    private final StoreClock clock;
    private final FiringClaim firings;
    private final RoundDispatch rounds;
    private final RunClosing closing;
    private final TickGate gate;

    SchedulerTick(StoreClock clock, FiringClaim firings, RoundDispatch rounds, RunClosing closing, TickGate gate) {
        this.clock = clock;
        this.firings = firings;
        this.rounds = rounds;
        this.closing = closing;
        this.gate = gate;
    }

    /** One step's failure is logged and does not keep the next from being tried; all of it is tried again next time. Runs are closed first, so that one that is over skips no firing. */
    @Scheduled(
            identity = "scheduler-tick",
            every = "${evenkeel.scheduler.tick:PT1S}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = TickGate.class)
    Uni<Void> tick() {
        return step("closing", closing::close)
                .chain(() -> step("firings", firings::claim))
                .chain(() -> step("rounds", rounds::dispatch));
    }

    private Uni<Void> step(String name, Function<Instant, Uni<Void>> work) {
        return clock.now()
                .chain(work::apply)
                .onFailure()
                .invoke(e -> failed(name, e))
                .onFailure()
                .recoverWithNull();
    }

    /** A step that the end of the application cut short is done by the next process that ticks. */
    private void failed(String name, Throwable failure) {
        if (gate.isOpen()) {
            LOG.errorf(failure, "scheduler step failed step=%s", name);
        } else {
            LOG.infof("scheduler step cut short by the stop step=%s", name);
        }
    }
}
