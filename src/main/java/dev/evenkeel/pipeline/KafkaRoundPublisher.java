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

    KafkaRoundPublisher(
            @Channel("rounds-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    @Override
    public Uni<Void> publish(RoundRequest round) {
        return emitter.sendMessage(Keyed.message(round.runId().toString(), WireFormat.encode(round)));
    }
}
