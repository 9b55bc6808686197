package dev.evenkeel.pipeline;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Puts a record that can't be used on its topic's dead-letter topic, byte for byte, with its origin and the cause as headers. */
@Singleton
final class DeadLetters {
    static final String ORIGIN_TOPIC = "evenkeel-origin-topic";
    static final String ORIGIN_PARTITION = "evenkeel-origin-partition";
    static final String ORIGIN_OFFSET = "evenkeel-origin-offset";
    static final String CAUSE = "evenkeel-cause";
    static final String DETAIL = "evenkeel-detail";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final MutinyEmitter<byte[]> emitter;
    private final PipelineMetrics metrics;

    DeadLetters(
            @Channel("dead-letters") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> emitter,
            PipelineMetrics metrics) {
        this.emitter = emitter;
        this.metrics = metrics;
    }

    /** Completes once Kafka has acknowledged the dead letter. */
    Uni<Void> publish(ConsumerRecord<byte[], byte[]> origin, DeadLetterCause cause, String detail) {
        LOG.warnf(
                "record dead-lettered topic=%s partition=%d offset=%d cause=%s detail=%s",
                origin.topic(), origin.partition(), origin.offset(), cause, detail);
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(Topics.deadLettersOf(origin.topic()))
                .withHeaders(headers(origin, cause, detail));
        if (origin.key() != null) {
            metadata.withKey(origin.key());
        }
        return emitter.sendMessage(Message.of(valueOf(origin)).addMetadata(metadata.build()))
                .invoke(() -> metrics.deadLetter(origin.topic(), cause));
    }

    private static byte[] valueOf(ConsumerRecord<byte[], byte[]> origin) {
        return origin.value() == null ? new byte[0] : origin.value();
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> origin, DeadLetterCause cause, String detail) {
        Headers headers = new RecordHeaders(origin.headers().toArray());
        add(headers, ORIGIN_TOPIC, origin.topic());
        add(headers, ORIGIN_PARTITION, Integer.toString(origin.partition()));
        add(headers, ORIGIN_OFFSET, Long.toString(origin.offset()));
        add(headers, CAUSE, cause.name());
        add(headers, DETAIL, detail);
        return headers;
    }

    private static void add(Headers headers, String key, String value) {
        headers.remove(key).add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
