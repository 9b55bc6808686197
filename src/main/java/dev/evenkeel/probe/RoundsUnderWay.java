package dev.evenkeel.probe;

import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.pipeline.SamplePublisher;
import dev.evenkeel.probe.RoundVerdict.Judged;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The rounds that have been fired: follows their probes and the control beside each, and publishes what they saw as
 * soon as the {@link RoundVerdict} says what it is worth. Thread-safe.
 */
@ApplicationScoped
class RoundsUnderWay {
    private static final Logger LOG = Logger.getLogger(RoundsUnderWay.class);

    /** A fifth of the shutdown's grace is kept for publishing what waited for its round's verdict. */
    private static final int PUBLISHING_SHARE = 5;

    private final ProbeClient client;
    private final Control control;
    private final OutgoingSamples samples;
    private final ProbeMetrics metrics;
    private final ProberConfig config;
    private final Set<RoundVerdict> undecided = ConcurrentHashMap.newKeySet();
    /** One party for each probe and control that has not ended, and one for this object itself. */
    private final Phaser underWay = new Phaser(1);

    private volatile boolean abandoned;

    RoundsUnderWay(
            ProbeClient client, Control control, SamplePublisher publisher, ProberConfig config, ProbeMetrics metrics) {
        this.client = client;
        this.control = control;
        this.samples = new OutgoingSamples(publisher, metrics);
        this.metrics = metrics;
        this.config = config;
    }

    /**
     * Starts all probes of a round.
     *
     * @param scheduled when the round was to fire, as a {@code System.nanoTime()} value
     * @param queuedNs how long it has waited for there to be fewer streams
     * @param ended run once for each probe that has ended
     */
    void fire(RoundRequest round, List<PreparedProbe> probes, long scheduled, long queuedNs, Runnable ended) {
        boolean controlled = config.control();
        RoundVerdict verdict = new RoundVerdict(probes, controlled);
        undecided.add(verdict);
        underWay.bulkRegister(probes.size() + (controlled ? 1 : 0));
        metrics.fired(probes.size());
        probes.forEach(probe -> client.fire(probe, scheduled, queuedNs, new Observed(verdict, probe, ended)));
        if (controlled) {
            control.ask(loopOf(round, probes), Control.LATENCY, scheduled, reading -> controlled(verdict, reading));
        }
    }

    private void controlled(RoundVerdict verdict, ControlReading reading) {
        if (!abandoned) {
            metrics.controlled(reading);
            publish(verdict, verdict.controlled(reading));
        }
    }

    private void publish(RoundVerdict verdict, List<Judged> judged) {
        samples.publish(judged);
        if (verdict.complete()) {
            undecided.remove(verdict);
        }
        // Last, so that a stopping process waits for what has just been handed on.
        underWay.arriveAndDeregister();
    }

    /** The one that times the first probe, which is another target's from round to round. */
    private int loopOf(RoundRequest round, List<PreparedProbe> probes) {
        return probes.get(0).fold(request -> client.loopOf(request.origin()), refusal -> round.round());
    }

    /** One probe under way. */
    private final class Observed implements ProbeListener {
        private final RoundVerdict verdict;
        private final PreparedProbe probe;
        private final Runnable whenEnded;

        Observed(RoundVerdict verdict, PreparedProbe probe, Runnable whenEnded) {
            this.verdict = verdict;
            this.probe = probe;
            this.whenEnded = whenEnded;
        }

        @Override
        public void headArrived() {
            samples.publish(verdict.headArrived());
        }

        @Override
        public void ended(ProbeResult result) {
            metrics.ended();
            whenEnded.run();
            // Where probes were abandoned, closing its connection ended it: that says nothing of the provider.
            if (!abandoned) {
                publish(verdict, verdict.ended(probe, result));
            }
        }
    }

    /** Waits for probes under way, bounded. Where they have to be abandoned, their rounds are decided without them. */
    void stop() {
        Duration grace = config.shutdownGrace();
        long end = System.nanoTime() + grace.toNanos();
        try {
            awaitProbes(grace.minus(grace.dividedBy(PUBLISHING_SHARE)));
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
