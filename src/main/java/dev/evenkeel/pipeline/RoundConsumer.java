package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands each round to the prober, where this process is one, and acknowledges it when probing starts. Rounds are held side
 * by side: one that waits for its instant must not keep back another that is due.
 */
@Singleton
final class RoundConsumer {
    private static final Logger LOG = Logger.getLogger(RoundConsumer.class);

    private final Multi<Message<byte[]>> rounds;
    private final RoundProber prober;
    private final DeadLetters deadLetters;
    private final RoundsHere here;
    private final PipelineConfig config;
    private final boolean enabled;
    private @Nullable Cancellable subscription;

    RoundConsumer(
            @Channel("rounds-in") Multi<Message<byte[]>> rounds,
            RoundProber prober,
            DeadLetters deadLetters,
            @Identifier(RoundsHere.LISTENER) RoundsHere here,
            PipelineConfig config,
            @ConfigProperty(name = "mp.messaging.incoming.rounds-in.enabled", defaultValue = "true") boolean enabled) {
        this.rounds = rounds;
        this.prober = prober;
        this.deadLetters = deadLetters;
        this.here = here;
        this.config = config;
        this.enabled = enabled;
    }

    void onStart(@Observes StartupEvent event) {
        if (enabled) {
            LOG.infof("rounds are read vantage=%s", here.vantage());
            subscribe();
        }
    }

    private void subscribe() {
        subscription = rounds.onItem()
                .transformToUni(this::handle)
                .merge(config.maxHeldRounds())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("the channel of rounds ended", failure));
    }

    /** Before anything waits for probes under way: no round is to be taken that would expire in this process's hands. */
    void onStop(@Observes @Priority(0) ShutdownEvent event) {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private Uni<Void> handle(Message<byte[]> message) {
        return begin(message)
                .onFailure()
                .invoke(failure -> LOG.error("a round could not be begun and is dropped", failure))
                .onFailure()
                .recoverWithNull()
                .chain(() -> Uni.createFrom().completionStage(message.ack()))
                .onFailure()
                .invoke(failure -> LOG.warn("a round could not be acknowledged", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> begin(Message<byte[]> message) {
        return WireFormat.decodeRound(message.getPayload())
                .fold(
                        round -> begin(round, message),
                        (cause, detail) -> deadLetters.publish(recordOf(message), cause, detail));
    }

    private Uni<Void> begin(RoundRequest round, Message<byte[]> message) {
        TopicPartition partition = partitionOf(message);
        return here.refusalOf(round)
                .map(refusal -> deadLetters.publish(recordOf(message), DeadLetterCause.INVALID, refusal))
                .orElseGet(() -> prober.begin(here.shared(round), () -> here.holds(partition)));
    }

    private static TopicPartition partitionOf(Message<byte[]> message) {
        ConsumerRecord<byte[], byte[]> record = recordOf(message);
        return new TopicPartition(record.topic(), record.partition());
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> recordOf(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> (ConsumerRecord<byte[], byte[]>) metadata.getRecord())
                .orElseThrow(() -> new IllegalStateException("a round came without its Kafka record"));
    }
}
