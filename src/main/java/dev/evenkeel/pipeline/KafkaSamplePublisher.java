package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Sample;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

@Singleton
final class KafkaSamplePublisher implements SamplePublisher, MissedRoundPublisher {
    private final MutinyEmitter<byte[]> emitter;
    private final PipelineMetrics metrics;

    KafkaSamplePublisher(
            @Channel("samples-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter,
            PipelineMetrics metrics) {
        this.emitter = emitter;
        this.metrics = metrics;
    }

    @Override
    public Uni<Void> publish(Sample sample) {
        return send(sample.targetId(), WireFormat.encode(sample));
    }

    @Override
    public Uni<Void> publish(MissedRound missed) {
        return send(missed.runId(), WireFormat.encode(missed));
    }

    private Uni<Void> send(UUID key, byte[] value) {
        return metrics.timed(Topics.SAMPLES, emitter.sendMessage(Keyed.message(Topics.SAMPLES, key.toString(), value)));
    }
}
