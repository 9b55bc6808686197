package dev.evenkeel.probe;

import dev.evenkeel.pipeline.SamplePublisher;
import dev.evenkeel.probe.RoundVerdict.Judged;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Samples on their way to Kafka. Thread-safe. */
final class OutgoingSamples {
    private static final Logger LOG = Logger.getLogger(OutgoingSamples.class);

    private final SamplePublisher publisher;
    private final ProbeMetrics metrics;
    /** One party for each sample that is not acknowledged yet, and one for this object itself. */
    private final Phaser onTheirWay = new Phaser(1);

    OutgoingSamples(SamplePublisher publisher, ProbeMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    void publish(List<Judged> samples) {
        samples.forEach(this::publish);
    }

    /** On another thread: serialising a sample on an event loop would delay other probes' stamps. */
    private void publish(Judged judged) {
        onTheirWay.register();
        Uni.createFrom()
                .item(judged::toSample)
                .invoke(metrics::observed)
                .chain(publisher::publish)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(failure -> lost(judged.probe(), failure))
                .subscribe()
                .with(published -> onTheirWay.arriveAndDeregister(), failure -> onTheirWay.arriveAndDeregister());
    }

    private void lost(PreparedProbe probe, Throwable failure) {
        metrics.lost();
        LOG.errorf(
                failure,
                "sample not published run=%s campaign=%s round=%d target=%s",
                probe.round().runId(),
                probe.round().campaign(),
                probe.round().round(),
                probe.target().target());
    }

    /** Waits, once and bounded, until all have arrived. */
    void drain(Duration patience) throws InterruptedException {
        try {
            onTheirWay.awaitAdvanceInterruptibly(onTheirWay.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("samples not published at shutdown count=%d", onTheirWay.getUnarrivedParties());
        }
    }
}
