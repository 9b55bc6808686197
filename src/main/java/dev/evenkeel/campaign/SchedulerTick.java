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
    private static final int MAX_BATCHES = 100;
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

    /**
     * One step's failure is logged and does not keep the next from being tried; all of it is tried again next time. Rounds are
     * more urgent than firings, which are decided on long before; runs are closed before those, so that one that is over
     * skips no firing.
     */
    @Scheduled(
            identity = "scheduler-tick",
            every = "${evenkeel.scheduler.tick:PT1S}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = TickGate.class)
    Uni<Void> tick() {
        return step("rounds", rounds::dispatch)
                .chain(out -> step("closing", this::close).chain(() -> plan(out, MAX_BATCHES)));
    }

    private Uni<Boolean> close(Instant now) {
        return closing.close(now).replaceWith(true);
    }

    /**
     * However many firings there are to decide on, rounds that have come due go out in between.
     *
     * @param out whether all rounds went out before; where they did not, the broker is left alone until the next tick
     */
    private Uni<Void> plan(boolean out, int batchesLeft) {
        return step("firings", firings::claim)
                .chain(more -> (out
                                ? step("rounds", rounds::dispatch)
                                : Uni.createFrom().item(false))
                        .chain(stillOut -> more && batchesLeft > 1
                                ? plan(stillOut, batchesLeft - 1)
                                : Uni.createFrom().voidItem()));
    }

    /** Gives what the work gives; false where it failed. */
    private Uni<Boolean> step(String name, Function<Instant, Uni<Boolean>> work) {
        return clock.now()
                .chain(work::apply)
                .onFailure()
                .invoke(e -> failed(name, e))
                .onFailure()
                .recoverWithItem(false);
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
