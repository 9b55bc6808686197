package dev.evenkeel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.simulator.Ending;
import dev.evenkeel.simulator.FaultShares;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatedProvider;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What a running service puts on its topics is what the AsyncAPI document says. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class PublishedRecordsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ROUNDS = 5;
    private static final SimulatedProvider STEADY =
            PublishedProfiles.providers().get(0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AsyncApi contract = AsyncApi.read();

    private final String bootstrapServers;

    PublishedRecordsTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void aRunsRoundsAndSamplesAreAsDescribedAndKeyedAsDescribed() {
        String run = runToItsEnd();

        List<ConsumerRecord<byte[], byte[]>> rounds = records(
                Topics.PROBE_REQUESTS,
                ROUNDS,
                value -> value.at("/round/runId").asText().equals(run));
        List<ConsumerRecord<byte[], byte[]>> samples = records(
                Topics.SAMPLES,
                2 * ROUNDS,
                value -> value.at("/sample/runId").asText().equals(run));

        assertThat(rounds).allSatisfy(record -> {
            assertThat(contract.violations("RoundMessage", json(record.value())))
                    .isEmpty();
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(run);
        });
        assertThat(samples).allSatisfy(record -> {
            JsonNode message = json(record.value());
            assertThat(contract.violations("SampleMessage", message)).isEmpty();
            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo(message.at("/sample/targetId").asText());
        });
        assertThat(samples)
                .extracting(record -> json(record.value()).at("/sample/outcome").asText())
                .contains("OK", "RATE_LIMITED", "STREAM_ERROR");
    }

    @Test
    void aDeadLetterCarriesTheRecordAndTheHeadersThatAreDescribed() throws Exception {
        String mark = UUID.randomUUID().toString();
        byte[] newer = ("{\"schemaVersion\":2,\"mark\":\"" + mark + "\"}").getBytes(StandardCharsets.UTF_8);

        send(new ProducerRecord<>(Topics.SAMPLES, mark.getBytes(StandardCharsets.UTF_8), newer));

        var deadLetter = records(
                        Topics.deadLettersOf(Topics.SAMPLES),
                        1,
                        value -> value.path("mark").asText().equals(mark))
                .get(0);
        assertThat(deadLetter.value()).isEqualTo(newer);
        assertThat(new String(deadLetter.key(), StandardCharsets.UTF_8)).isEqualTo(mark);
        assertThat(contract.violations("DeadLetterHeaders", headers(deadLetter)))
                .isEmpty();
    }

    @Test
    void aRoundForAnotherVantageIsNotProbedHere() throws Exception {
        String run = UUID.randomUUID().toString();
        byte[] elsewhere = new String(WireFormat.encode(WireMessages.bareRound()), StandardCharsets.UTF_8)
                .replaceFirst("\"vantage\":\"[^\"]*\"", "\"vantage\":\"moon\"")
                .replaceFirst("\"runId\":\"[^\"]*\"", "\"runId\":\"" + run + "\"")
                .getBytes(StandardCharsets.UTF_8);

        send(new ProducerRecord<>(Topics.PROBE_REQUESTS, run.getBytes(StandardCharsets.UTF_8), elsewhere));

        var deadLetter = records(
                        Topics.deadLettersOf(Topics.PROBE_REQUESTS),
                        1,
                        value -> value.at("/round/runId").asText().equals(run))
                .get(0);
        assertThat(headers(deadLetter).path(DeadLetters.CAUSE).asText()).isEqualTo("INVALID");
        assertThat(headers(deadLetter).path(DeadLetters.DETAIL).asText())
                .isEqualTo("a round for the vantage moon came to a prober at default");
    }

    private static String runToItsEnd() {
        List<SimulatedProvider> providers = List.of(
                STEADY.as("steady", FaultShares.NONE),
                STEADY.as(
                        "faulty",
                        FaultShares.NONE.with(Ending.RATE_LIMITED, 0.5).with(Ending.CUT, 0.5)));
        try (var simulator = SimulatorServer.start(SimulatorSettings.onFreePort(0.05, providers), Clock.systemUTC())) {
            Api.putProvider("wire-steady", simulator.baseUrl("steady"));
            Api.putProvider("wire-faulty", simulator.baseUrl("faulty"));
            Api.putCampaign(
                    "wire",
                    PublishedProfiles.DEEPSEEK,
                    "\"workload\": {\"maxOutputTokens\": 16}, \"rounds\": {\"count\": " + ROUNDS
                            + ", \"spacing\": \"PT0.2S\"}",
                    "wire-steady",
                    "wire-faulty");
            String run = Api.trigger("wire");
            Api.finished(run, PATIENCE);
            return run;
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int count, Predicate<JsonNode> wanted) {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (wanted.test(json(record.value()))) {
                        found.add(record);
                    }
                });
                return found.size() >= count;
            });
        }
        assertThat(found).hasSize(count);
        return found;
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static ObjectNode headers(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode headers = JSON.createObjectNode();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    /** Other tests put on the topics what is no JSON. */
    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
