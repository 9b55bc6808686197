package dev.evenkeel.probe;

import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.pipeline.SingleProbe;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;

/** Sends probes that belong to no run. Needs neither Kafka nor the prober's role. */
@ApplicationScoped
class SingleProbes implements SingleProbe {
    private final ProbeClient client;

    SingleProbes(ProbeClient client) {
        this.client = client;
    }

    @Override
    public Uni<Sample> probe(RoundRequest round) {
        if (round.targets().size() != 1) {
            throw new IllegalArgumentException("round must have exactly one target");
        }
        return Uni.createFrom()
                .item(() -> client.prepare(round).get(0))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(this::fire)
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** One host alone can't tell whose fault a failure was. */
    private Uni<Sample> fire(PreparedProbe probe) {
        return Uni.createFrom()
                .<ProbeResult>emitter(emitter -> client.fire(probe, System.nanoTime(), 0, emitter::complete))
                .map(result -> result.toSample(probe, result.ownCause(), null));
    }
}
