package dev.evenkeel.probe;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.pipeline.RoundProber;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Waits for each round's instant and for there to be few enough streams, and fires it, or tells why it was missed.
 *
 * <p>The wall clock says only when: on arrival {@code fireAt} is mapped once to the monotonic clock, and
 * from there on only that one counts. A step of the wall clock while a round waits does not move it, and
 * {@code schedulingDelay} is the monotonic distance from the mapped instant to each probe's start: the
 * timer's lateness, the time it took to start the targets before it, and the wait for slots and permits.
 */
@ApplicationScoped
class RoundProbes implements RoundProber {
    private final ProbeClient client;
    private final StreamSlots slots;
    private final RoundsUnderWay underWay;
    private final MissedRounds missed;
    private final FiredRounds fired;
    private final Clock clock;

    private volatile boolean stopping;

    RoundProbes(
            ProbeClient client,
            StreamSlots slots,
            RoundsUnderWay underWay,
            MissedRounds missed,
            FiredRounds fired,
            Clock clock) {
        this.client = client;
        this.slots = slots;
        this.underWay = underWay;
        this.missed = missed;
        this.fired = fired;
        this.clock = clock;
    }

    /** A process that is stopping starts no round: the Uni then never completes and the message stays unacknowledged. */
    @Override
    public Uni<Void> begin(RoundRequest round, BooleanSupplier ours) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> arm(round, ours, emitter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private void arm(RoundRequest round, BooleanSupplier ours, UniEmitter<? super Void> started) {
        long waitNs = Duration.between(clock.instant(), round.fireAt()).toNanos();
        long scheduled = System.nanoTime() + waitNs;
        List<PreparedProbe> probes = client.prepare(round);
        var due = new Due(round, ours, probes, scheduled, started);
        var timer = client.after(Math.max(0, scheduled - System.nanoTime()), due::come);
        started.onTermination(() -> timer.cancel(false));
    }

    /** A round whose instant has come. */
    private final class Due implements StreamSlots.Applicant {
        private final RoundRequest round;
        private final BooleanSupplier ours;
        private final List<PreparedProbe> probes;
        private final long scheduled;
        private final UniEmitter<? super Void> started;
        private long cameAt;

        Due(
                RoundRequest round,
                BooleanSupplier ours,
                List<PreparedProbe> probes,
                long scheduled,
                UniEmitter<? super Void> started) {
            this.round = round;
            this.ours = ours;
            this.probes = probes;
            this.scheduled = scheduled;
            this.started = started;
        }

        void come() {
            cameAt = System.nanoTime();
            long patienceNs =
                    Duration.between(round.fireAt(), round.expiresAt()).toNanos() - (cameAt - scheduled);
            if (stopping) {
                return;
            }
            if (fired.isFired(round) || !ours.getAsBoolean()) {
                started.complete(null);
            } else if (patienceNs < 0) {
                miss(MissedRound.Reason.EXPIRED);
            } else {
                slots.apply(probes.size(), patienceNs, this);
            }
        }

        @Override
        public void granted() {
            if (stopping) {
                return;
            }
            if (fired.fire(round)) {
                underWay.fire(round, probes, scheduled, System.nanoTime() - cameAt, slots::release);
            } else {
                probes.forEach(probe -> slots.release());
            }
            started.complete(null);
        }

        @Override
        public void expired() {
            if (!stopping) {
                miss(MissedRound.Reason.MAX_STREAMS);
            }
        }

        private void miss(MissedRound.Reason reason) {
            missed.tell(round, reason, System.nanoTime() - scheduled)
                    .subscribe()
                    .with(told -> started.complete(null));
        }
    }

    /** Rounds that have not fired are left to another process. */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) @Priority(1) ShutdownEvent event) {
        stopping = true;
        underWay.stop();
    }
}
