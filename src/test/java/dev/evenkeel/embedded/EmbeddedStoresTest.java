package dev.evenkeel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresTest {
    @TempDir
    Path parent;

    @Test
    void keepWhatTheyAcknowledgedAcrossARestartOnOtherPorts() throws Exception {
        // Given a row and a record
        Path folder = parent.resolve("data folder");
        Map<String, String> before;
        try (var stores = EmbeddedStores.start(folder)) {
            before = stores.configuration();
            execute(before, "CREATE TABLE kept AS SELECT 42 AS answer");
            publish(before, "kept");
        }

        // When
        try (var stores = EmbeddedStores.start(folder)) {
            Map<String, String> after = stores.configuration();

            // Then
            assertThat(after.get("kafka.bootstrap.servers")).isNotEqualTo(before.get("kafka.bootstrap.servers"));
            assertThat(selectInt(after, "SELECT answer FROM kept")).isEqualTo(42);
            assertThat(firstRecord(after)).isEqualTo("kept");
        }
    }

    @Test
    void refuseASecondUserOfTheirFolderAndNameTheFirst() {
        Path folder = parent.resolve("shared");
        try (var first = DataFolderLock.acquire(DataFolder.create(folder))) {
            assertThatThrownBy(() -> EmbeddedStores.start(folder))
                    .isInstanceOf(EmbeddedStoresException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("evenkeel.data-dir");
            assertThat(first).isNotNull();
        }
    }

    @Test
    void writeToDiskBeforeTheyAcknowledgeAndAskForAPassword() throws SQLException {
        try (var stores = EmbeddedStores.start(parent.resolve("durable"))) {
            Map<String, String> server = stores.configuration();

            assertThat(selectString(server, "SHOW fsync")).isEqualTo("on");
            assertThat(selectString(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(selectString(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(jdbcUrl(server), "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void startAnewWhereTheFirstSetUpWasCutShort() throws Exception {
        // Given both data directories without the marker that follows a finished set-up
        Path folder = parent.resolve("interrupted");
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres/postgresql.conf"), "half");
        Files.createDirectories(folder.resolve("kafka"));
        Files.writeString(folder.resolve("kafka/bootstrap.checkpoint"), "half");

        // When
        try (var stores = EmbeddedStores.start(folder)) {
            // Then
            assertThat(selectInt(stores.configuration(), "SELECT 1")).isEqualTo(1);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void letOnlyTheirOwnerIntoAFolderThatOthersMayEnter() throws Exception {
        // Given
        Path folder = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        // When
        EmbeddedStores.start(folder).close();

        // Then
        for (String directory : List.of("postgres", "postgres-binaries", "kafka")) {
            assertThat(permissions(folder.resolve(directory))).as(directory).isEqualTo("rwx------");
        }
        assertThat(permissions(folder.resolve("postgres.password"))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void publish(Map<String, String> stores, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers(stores));
        try (var admin = Admin.create(config);
                var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(Set.of(new NewTopic("records", 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("records", value)).get();
        }
    }

    private static String firstRecord(Map<String, String> stores) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers(stores));
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("records", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(20)).records(partition);
            return records.isEmpty() ? "no record" : records.get(0).value();
        }
    }

    private static void execute(Map<String, String> server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int selectInt(Map<String, String> server, String sql) throws SQLException {
        return Integer.parseInt(selectString(server, sql));
    }

    private static String selectString(Map<String, String> server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static Connection connect(Map<String, String> server) throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(server), server.get("quarkus.datasource.username"), server.get("quarkus.datasource.password"));
    }

    private static String jdbcUrl(Map<String, String> server) {
        return server.getOrDefault("quarkus.datasource.jdbc.url", "");
    }

    private static String bootstrapServers(Map<String, String> stores) {
        return stores.getOrDefault("kafka.bootstrap.servers", "");
    }
}
