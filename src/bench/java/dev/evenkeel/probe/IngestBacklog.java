package dev.evenkeel.probe;

import dev.evenkeel.TopicContents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts many samples on the topic at once: copies of those that are there, each with an id of its own. */
final class IngestBacklog {
    private static final String TOPIC = "evenkeel.samples";
    private static final Pattern ID = Pattern.compile("\"id\":\"[0-9a-f-]{36}\"");

    private IngestBacklog() {}

    static void pile(String bootstrapServers, int samples) {
        List<String> originals = TopicContents.of(bootstrapServers, TOPIC).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < samples; i++) {
                String copy = ID.matcher(originals.get(i % originals.size()))
                        .replaceFirst("\"id\":\"" + UUID.randomUUID() + "\"");
                var unused = producer.send(new ProducerRecord<>(TOPIC, copy.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
