package dev.evenkeel.fault;

import dev.evenkeel.StoresProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL and Kafka as a cluster reaches them: through proxies, and on a disk that can be full where that was asked for. */
final class ClusterStores implements AutoCloseable {
    private final SmallDisk disk;
    private final StoresProcess servers;
    private final Proxy toPostgres;
    private final Proxy toKafka;
    private int timesKafkaWasStopped;

    private ClusterStores(SmallDisk disk, StoresProcess servers, int kafkaPort) {
        this.disk = disk;
        this.servers = servers;
        this.toPostgres = Proxy.between(StoresProcess.quietPort(), servers.postgresPort());
        this.toKafka = Proxy.between(kafkaPort, servers.kafkaPort());
    }

    static ClusterStores start(Path folder, boolean onSmallDisk) {
        Path data = StoresProcess.postgresData(folder);
        SmallDisk disk = onSmallDisk ? SmallDisk.mount(data) : SmallDisk.none(data);
        int kafkaPort = StoresProcess.quietPort();
        try {
            return new ClusterStores(disk, StoresProcess.startBehind(folder, kafkaPort), kafkaPort);
        } catch (RuntimeException | Error e) {
            disk.close();
            throw e;
        }
    }

    /** Of the processes, as Quarkus configuration. */
    Map<String, String> configuration() {
        String postgres = "postgresql://127.0.0.1:" + toPostgres.port() + "/postgres";
        Map<String, String> all = new HashMap<>(servers.configuration());
        all.put("quarkus.datasource.reactive.url", postgres);
        all.put("quarkus.datasource.jdbc.url", "jdbc:" + postgres);
        all.put("kafka.bootstrap.servers", kafkaBootstrap());
        return Map.copyOf(all);
    }

    String kafkaBootstrap() {
        return "127.0.0.1:" + toKafka.port();
    }

    /** That PostgreSQL's data lies on, where that is possible. */
    SmallDisk disk() {
        return disk;
    }

    List<Proxy> proxies() {
        return List.of(toPostgres, toKafka);
    }

    /** Straight to PostgreSQL. */
    Connection connect(String name) throws SQLException {
        return servers.connect(name);
    }

    /** The first column of what the query gives, read straight from PostgreSQL. */
    List<String> column(String sql) throws SQLException {
        try (Connection connection = connect("test");
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(column(sql).get(0));
    }

    void stopPostgres() {
        servers.stopPostgres();
        toPostgres.refuse();
    }

    void startPostgres() {
        servers.startPostgres();
        toPostgres.accept();
    }

    void startPostgresIfDown() {
        servers.startPostgresIfDown();
    }

    void stopKafka() {
        timesKafkaWasStopped++;
        servers.stopKafka();
        toKafka.refuse();
    }

    int timesKafkaWasStopped() {
        return timesKafkaWasStopped;
    }

    void startKafka() {
        toKafka.accept();
        servers.startKafka();
    }

    @Override
    public void close() {
        try (disk;
                servers;
                toPostgres;
                toKafka) {
            // closed in reverse order, each whatever became of the one before
        }
    }
}
