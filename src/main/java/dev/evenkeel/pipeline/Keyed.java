package dev.evenkeel.pipeline;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.reactive.messaging.Message;

/** An outgoing record whose key decides its partition, and so what it stays in order with. */
final class Keyed {
    private Keyed() {}

    static Message<byte[]> message(String topic, String key, byte[] value) {
        return Message.of(value)
                .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withTopic(topic)
                        .withKey(key.getBytes(StandardCharsets.UTF_8))
                        .build());
    }
}
