package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @Test
    void keepTheirDataWhenTheProcessIsKilledAndStartAgainByThemselves() throws Exception {
        try (var first = EvenkeelProcess.start(folder, Map.of()).awaitReady()) {
            // Given a stored row, an acknowledged record, and a PostgreSQL server that outlives its killed parent
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
            publish(first.bootstrapServers());
            ProcessHandle orphan = first.postgres().orElseThrow();
            first.kill();
            assertThat(orphan.isAlive()).isTrue();

            // When
            try (var second = EvenkeelProcess.start(folder, Map.of()).awaitReady()) {
                // Then
                assertThat(orphan.isAlive()).isFalse();
                assertThat(answer(second)).isEqualTo(42);
                assertThat(record(second.bootstrapServers())).isEqualTo("kept");
            }
        }
    }

    @Test
    void admitOneProcessAndStopAfterIt() throws Exception {
        try (var first = EvenkeelProcess.start(folder, Map.of()).awaitReady();
                var second = EvenkeelProcess.start(folder, Map.of())) {
            ProcessHandle postgres = first.postgres().orElseThrow();

            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.log().lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("in use by process " + first.pid())
                    .contains("evenkeel.data-dir");

            assertThat(first.terminate()).isEqualTo(TERMINATED);
            assertThat(first.log()).contains("evenkeel stopped in");
            // The server removes its pid file before the system has taken its process off the list.
            await().atMost(Duration.ofSeconds(10)).until(() -> !postgres.isAlive());
        }
    }

    @Test
    void stopWhereTheApplicationCannotStart() throws Exception {
        try (var occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var process = EvenkeelProcess.start(
                        folder, Map.of("quarkus.http.port", Integer.toString(occupied.getLocalPort())))) {
            int status = process.awaitExit();

            assertThat(status).isNotZero();
            assertThat(process.log()).contains(Integer.toString(occupied.getLocalPort()));
            assertThat(folder.resolve("data/postgres/postgresql.conf")).exists();
            assertThat(folder.resolve("data/postgres/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void stayAwayWhereExternalOnesAreConfigured() {
        var external = SharedStores.emptyDatabase();

        try (var process = EvenkeelProcess.start(folder, external).awaitReady()) {
            assertThat(process.log()).doesNotContain("embedded postgres").doesNotContain("embedded kafka");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    private static void execute(EvenkeelProcess process, String sql) throws Exception {
        try (var connection = process.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(EvenkeelProcess process) throws Exception {
        try (var connection = process.connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT answer FROM kept")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    private static void publish(String bootstrapServers) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var admin = Admin.create(config);
                var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(Set.of(new NewTopic("records", 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("records", "kept")).get();
        }
    }

    private static String record(String bootstrapServers) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("records", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(30)).records(partition);
            return records.isEmpty() ? "no record" : records.get(0).value();
        }
    }
}
