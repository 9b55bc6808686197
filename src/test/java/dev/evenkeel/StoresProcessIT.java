package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outage tests rest on. */
class StoresProcessIT {
    @TempDir
    Path folder;

    @Test
    void eachStoreIsStoppedAndComesBackOnItsPortWithItsDataWhileTheOtherServes() throws Exception {
        try (var stores = StoresProcess.start(folder)) {
            execute(stores, "CREATE TABLE kept AS SELECT 42 AS answer");
            createTopic(stores, "kept");

            stores.stopPostgres();
            assertThatThrownBy(() -> connect(stores)).isInstanceOf(SQLException.class);
            assertThat(topics(stores)).contains("kept");
            stores.startPostgres();

            stores.stopKafka();
            assertThatThrownBy(() -> dial(stores.kafkaBootstrap()));
            execute(stores, "INSERT INTO kept SELECT answer FROM kept");
            stores.startKafka();

            assertThat(topics(stores)).contains("kept");
        }
    }

    @Test
    void nothingIsLeftRunning() {
        var stores = StoresProcess.start(folder);
        int port = URI.create(stores.postgresUrl()).getPort();

        stores.close();

        assertThatThrownBy(() -> dial("127.0.0.1:" + port));
        assertThatThrownBy(() -> dial(stores.kafkaBootstrap()));
    }

    private static Connection connect(StoresProcess stores) throws SQLException {
        return SharedStores.connect(stores.configuration());
    }

    private static void execute(StoresProcess stores, String sql) throws SQLException {
        try (var connection = connect(stores);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    private static void createTopic(StoresProcess stores, String name) throws Exception {
        try (var admin = admin(stores)) {
            admin.createTopics(Set.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static Set<String> topics(StoresProcess stores) throws Exception {
        try (var admin = admin(stores)) {
            return admin.listTopics().names().get();
        }
    }

    private static Admin admin(StoresProcess stores) {
        return Admin.create(Map.of("bootstrap.servers", stores.kafkaBootstrap()));
    }

    private static void dial(String address) throws Exception {
        URI uri = URI.create("tcp://" + address);
        new Socket(uri.getHost(), uri.getPort()).close();
    }
}
