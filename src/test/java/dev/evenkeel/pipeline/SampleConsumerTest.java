package dev.evenkeel.pipeline;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.measurement.Vantage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class SampleConsumerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    Pool pool;

    @Inject
    MissedRoundPublisher publisher;

    private final UUID campaign = UUID.randomUUID();

    @BeforeEach
    void aCampaignExists() {
        pool.preparedQuery(
                        "insert into campaign (id, name, spec, spec_version, state) values ($1, $2, '{}', 1, 'PAUSED')")
                .execute(Tuple.of(campaign, "c" + campaign))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void recordsThatCantBeUsedBecomeDeadLettersAndTheRestAreStored() throws Exception {
        byte[] garbage = ("not a sample " + campaign).getBytes(UTF_8);
        byte[] newer = ("{\"schemaVersion\":99,\"of\":\"" + campaign + "\"}").getBytes(UTF_8);
        byte[] old = WireFormat.encode(
                sample(0).at(Instant.parse("2001-01-01T00:00:00Z")).build());
        byte[] refused =
                WireFormat.encode(sample(1).reporting("nul \u0000 byte").build());

        send(List.of(garbage, encoded(2), newer, encoded(3), old, refused, encoded(4)));

        await().atMost(PATIENCE).until(() -> stored() == 3);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deadLetters())
                        .extracting(letter -> header(letter, DeadLetters.CAUSE))
                        .containsExactlyInAnyOrder("UNREADABLE", "UNKNOWN_VERSION", "TOO_OLD", "INVALID"));
        assertThat(deadLetters()).allSatisfy(letter -> {
            assertThat(header(letter, DeadLetters.ORIGIN_TOPIC)).isEqualTo(Topics.SAMPLES);
            assertThat(header(letter, DeadLetters.ORIGIN_OFFSET)).matches("\\d+");
            assertThat(header(letter, DeadLetters.ORIGIN_PARTITION)).isEqualTo("0");
        });
        assertThat(deadLetters()).extracting(ConsumerRecord::value).contains(garbage, newer, old, refused);
    }

    @Test
    void offsetsAreCommittedUpToTheLastRecordThatWasDealtWith() throws Exception {
        send(List.of("garbage".getBytes(UTF_8), encoded(0)));

        await().atMost(PATIENCE).until(() -> stored() == 1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).isEqualTo(end()));
    }

    @Test
    void aRunTellsWhyItsRoundsWereMissedHoweverOftenThatIsDelivered() throws Exception {
        UUID run = anUnansweredRunOf(9);
        MissedRound busy = missed(run, 0, MissedRound.Reason.MAX_STREAMS);
        MissedRound late = missed(run, 1, MissedRound.Reason.EXPIRED);
        byte[] newer = new String(WireFormat.encode(missed(run, 2, MissedRound.Reason.EXPIRED)), UTF_8)
                .replace("EXPIRED", "NO_POWER")
                .getBytes(UTF_8);

        publisher.publish(busy).await().atMost(PATIENCE);
        send(List.of(WireFormat.encode(busy), WireFormat.encode(late), newer, WireFormat.encode(late), encoded(7)));

        await().atMost(PATIENCE).until(() -> stored() == 1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/api/v1/runs/" + run)
                        .then()
                        .statusCode(200)
                        .body("outcomes", equalTo(Map.of("MISSED", 9)))
                        .body("missedReasons", equalTo(Map.of("MAX_STREAMS", 3, "EXPIRED", 3, "OTHER", 3))));
        assertThat(deadLetters()).isEmpty();
    }

    /** Closed as incomplete, of rounds of three probes. */
    private UUID anUnansweredRunOf(int expected) {
        UUID run = UUID.randomUUID();
        pool.preparedQuery(
                        "insert into run (id, campaign_id, trigger, scheduled_at, fire_at, spec_version, plan, rounds,"
                                + " expected, planned_rounds, published_rounds, state, deadline) values ($1, $2, 'MANUAL', now(),"
                                + " now(), 1, '{}', $3::integer / 3, $3, $3::integer / 3, $3::integer / 3, 'INCOMPLETE', now())")
                .execute(Tuple.of(run, campaign, expected))
                .await()
                .atMost(PATIENCE);
        return run;
    }

    private MissedRound missed(UUID run, int round, MissedRound.Reason reason) {
        return new MissedRound(campaign, run, round, Vantage.DEFAULT, Instant.now(), reason, 3);
    }

    private SampleFixture sample(int round) {
        return SampleFixture.sample().of(campaign, campaign, UUID.randomUUID()).inRound(round);
    }

    private byte[] encoded(int round) {
        Sample sample = sample(round).build();
        return WireFormat.encode(sample);
    }

    private void send(List<byte[]> values) throws Exception {
        try (var producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(Topics.SAMPLES, 0, "key".getBytes(UTF_8), value))
                        .get();
            }
        }
    }

    private long stored() {
        return pool.preparedQuery("select count(*) as n from sample where campaign_id = $1")
                .execute(Tuple.of(campaign))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong("n");
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        try (var consumer = new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.deadLettersOf(Topics.SAMPLES)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
            }
            letters.removeIf(letter -> !new String(letter.value(), UTF_8).contains(campaign.toString()));
            return letters;
        }
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(client())) {
            var offsets = admin.listConsumerGroupOffsets("evenkeel-ingest")
                    .partitionsToOffsetAndMetadata()
                    .get();
            return Objects.requireNonNull(offsets.get(new TopicPartition(Topics.SAMPLES, 0)))
                    .offset();
        }
    }

    private long end() {
        try (var consumer = new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(Topics.SAMPLES, 0);
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.get("bootstrap.servers"));
        return settings;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
