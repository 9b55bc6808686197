package dev.evenkeel.probe;

import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.pipeline.RoundProber;
import dev.evenkeel.pipeline.SamplePublisher;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Fires rounds at their instant and publishes what their probes saw, failures without a response head
 * once the {@link RoundVerdict} says whose they are.
 *
 * <p>The wall clock says only when: on arrival {@code fireAt} is mapped once to the monotonic clock, and
 * from there on only that one counts. A step of the wall clock while a round waits does not move it, and
 * {@code schedulingDelay} is the monotonic distance from the mapped instant to each probe's start: the
 * timer's lateness, the time it took to start the targets before it, and the wait for a permit.
 */
@ApplicationScoped
class RoundProbes implements RoundProber {
    private static final Logger LOG = Logger.getLogger(RoundProbes.class);

    /** A fifth of the shutdown's grace is kept for publishing what waited for its round's verdict. */
    private static final int PUBLISHING_SHARE = 5;

    private final ProbeClient client;
    private final OutgoingSamples samples;
    private final ProbeMetrics metrics;
    private final Clock clock;
    private final Duration shutdownGrace;
    private final Set<RoundVerdict> undecided = ConcurrentHashMap.newKeySet();
    /** One party for each probe that has not ended, and one for this object itself. */
    private final Phaser underWay = new Phaser(1);

    private volatile boolean stopping;
    private volatile boolean abandoned;

    RoundProbes(ProbeClient client, SamplePublisher publisher, Clock clock, ProberConfig config, ProbeMetrics metrics) {
        this.client = client;
        this.samples = new OutgoingSamples(publisher, metrics);
        this.metrics = metrics;
        this.clock = clock;
        this.shutdownGrace = config.shutdownGrace();
    }

    /** A process that is stopping starts no round: the Uni then never completes and the message stays unacknowledged. */
    @Override
    public Uni<Void> begin(RoundRequest round) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> arm(round, emitter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private void arm(RoundRequest round, UniEmitter<? super Void> started) {
        long waitNs = Duration.between(clock.instant(), round.fireAt()).toNanos();
        long scheduled = System.nanoTime() + waitNs;
        List<PreparedProbe> probes = client.prepare(round);
        var timer =
                client.after(Math.max(0, scheduled - System.nanoTime()), () -> fire(round, probes, scheduled, started));
        started.onTermination(() -> timer.cancel(false));
    }

    private void fire(
            RoundRequest round, List<PreparedProbe> probes, long scheduled, UniEmitter<? super Void> started) {
        if (stopping) {
            return;
        }
        long lateNs = System.nanoTime() - scheduled;
        if (round.expired(round.fireAt().plusNanos(lateNs))) {
            LOG.warnf(
                    "round dropped as expired run=%s campaign=%s round=%d lateMs=%d",
                    round.runId(), round.campaign(), round.round(), TimeUnit.NANOSECONDS.toMillis(lateNs));
        } else {
            RoundVerdict verdict = new RoundVerdict(probes);
            undecided.add(verdict);
            underWay.bulkRegister(probes.size());
            metrics.fired(probes.size());
            probes.forEach(probe -> client.fire(probe, scheduled, new Observed(verdict, probe)));
        }
        started.complete(null);
    }

    /** One probe under way. */
    private final class Observed implements ProbeListener {
        private final RoundVerdict verdict;
        private final PreparedProbe probe;

        Observed(RoundVerdict verdict, PreparedProbe probe) {
            this.verdict = verdict;
            this.probe = probe;
        }

        @Override
        public void headArrived() {
            samples.publish(verdict.headArrived());
        }

        @Override
        public void ended(ProbeResult result) {
            metrics.ended();
            if (abandoned) {
                // Closing its connection ended the probe: that says nothing of the provider.
                return;
            }
            samples.publish(verdict.ended(probe, result));
            if (verdict.complete()) {
                undecided.remove(verdict);
            }
            underWay.arriveAndDeregister();
        }
    }

    /**
     * Waits for probes under way, bounded; rounds that have not fired are left to another process. Where
     * probes have to be abandoned, their rounds are decided without them.
     */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) @Priority(1) ShutdownEvent event) {
        stopping = true;
        long end = System.nanoTime() + shutdownGrace.toNanos();
        try {
            awaitProbes(shutdownGrace.minus(shutdownGrace.dividedBy(PUBLISHING_SHARE)));
            abandoned = true;
            undecided.forEach(verdict -> samples.publish(verdict.conclude()));
            samples.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandoned = true;
        }
    }

    private void awaitProbes(Duration patience) throws InterruptedException {
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("probes abandoned at shutdown count=%d", underWay.getUnarrivedParties());
        }
    }
}
