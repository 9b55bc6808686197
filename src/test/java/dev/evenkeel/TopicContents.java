package dev.evenkeel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a broker holds, whatever the service made of it. */
public final class TopicContents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TopicContents() {}

    /** All records' values that are there now. */
    public static List<byte[]> of(String bootstrapServers, String topic) {
        List<byte[]> values = new ArrayList<>();
        forEach(bootstrapServers, topic, values::add);
        return values;
    }

    /** The same one by one, for topics that hold more than should be held in memory. */
    public static void forEach(String bootstrapServers, String topic, Consumer<byte[]> action) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> action.accept(record.value()));
            }
        }
    }

    /** The distinct ids of the samples on Kafka that are wanted. */
    public static Set<String> sampleIds(String bootstrapServers, Predicate<JsonNode> wanted) {
        Set<String> ids = new HashSet<>();
        forEach(bootstrapServers, "evenkeel.samples", value -> {
            JsonNode sample = sampleIn(value);
            // Rounds that were missed are told on the same topic.
            if (sample.isObject() && wanted.test(sample)) {
                ids.add(sample.path("id").asText());
            }
        });
        return ids;
    }

    private static JsonNode sampleIn(byte[] value) {
        try {
            return JSON.readTree(value).path("sample");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
