package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

@Singleton
final class KafkaRoundPublisher implements RoundPublisher {
    private final MutinyEmitter<byte[]> emitter;
    private final PipelineMetrics metrics;

    KafkaRoundPublisher(
            @Channel("rounds-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter,
            PipelineMetrics metrics) {
        this.emitter = emitter;
        this.metrics = metrics;
    }

    @Override
    public Uni<Void> publish(RoundRequest round) {
        String topic = Topics.probeRequests(round.vantage());
        return metrics.timed(
                topic, emitter.sendMessage(Keyed.message(topic, round.runId().toString(), WireFormat.encode(round))));
    }
}
