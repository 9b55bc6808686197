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
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<byte[]> values = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    /** The distinct ids of the samples on Kafka that are wanted. */
    public static Set<String> sampleIds(String bootstrapServers, Predicate<JsonNode> wanted) {
        Set<String> ids = new HashSet<>();
        for (byte[] value : of(bootstrapServers, "evenkeel.samples")) {
            JsonNode sample = sampleIn(value);
            // Rounds that were missed are told on the same topic.
            if (sample.isObject() && wanted.test(sample)) {
                ids.add(sample.path("id").asText());
            }
        }
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
