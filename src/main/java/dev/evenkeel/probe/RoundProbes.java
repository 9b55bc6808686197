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
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Fires rounds at their instant and publishes what their probes saw.
 *
 * <p>The wall clock says only when: on arrival {@code fireAt} is mapped once to the monotonic clock, and
 * from there on only that one counts. A step of the wall clock while a round waits does not move it, and
 * {@code schedulingDelay} is the monotonic distance from the mapped instant to each probe's start: the
 * timer's lateness plus the time it took to start the targets before it.
 */
@ApplicationScoped
class RoundProbes implements RoundProber {
    private static final Logger LOG = Logger.getLogger(RoundProbes.class);

    private final ProbeClient client;
    private final SamplePublisher publisher;
    private final Clock clock;
    private final Duration shutdownGrace;
    /** One party for each probe whose sample is not published yet, and one for this object itself. */
    private final Phaser underWay = new Phaser(1);

    private volatile boolean stopping;
    private volatile boolean abandoned;

    RoundProbes(ProbeClient client, SamplePublisher publisher, Clock clock, ProberConfig config) {
        this.client = client;
        this.publisher = publisher;
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
            probes.forEach(probe -> fire(probe, scheduled));
        }
        started.complete(null);
    }

    private void fire(PreparedProbe probe, long scheduled) {
        underWay.register();
        client.fire(probe, scheduled, result -> publish(probe, result));
    }

    /** On another thread: serialising a sample on an event loop would delay other probes' stamps. */
    private void publish(PreparedProbe probe, ProbeResult result) {
        if (abandoned) {
            // Closing its connection ended the probe: that says nothing of the provider.
            return;
        }
        Uni.createFrom()
                .deferred(() -> publisher.publish(result.toSample(probe.round(), probe.target())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(failure -> lost(probe, failure))
                .subscribe()
                .with(published -> underWay.arriveAndDeregister(), failure -> underWay.arriveAndDeregister());
    }

    private static void lost(PreparedProbe probe, Throwable failure) {
        LOG.errorf(
                failure,
                "sample not published run=%s campaign=%s round=%d target=%s",
                probe.round().runId(),
                probe.round().campaign(),
                probe.round().round(),
                probe.target().target());
    }

    /** Waits for probes under way, bounded; rounds that have not fired are left to another process. */
    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) @Priority(1) ShutdownEvent event) {
        stopping = true;
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), shutdownGrace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("probes abandoned at shutdown count=%d", underWay.getUnarrivedParties());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandoned = true;
    }
}
