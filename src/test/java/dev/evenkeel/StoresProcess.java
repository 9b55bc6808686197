package dev.evenkeel;

import dev.evenkeel.embedded.KafkaMain;
import dev.evenkeel.embedded.PostgresMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * PostgreSQL and Kafka, each in a process of its own, as they are in production: each can be stopped and started again
 * on the same port and data while the service runs. They end with the JVM that started them.
 */
public final class StoresProcess implements AutoCloseable {
    private static final Path BINARIES =
            Path.of("target", "test-stores", "binaries").toAbsolutePath();
    private static final String USER = "postgres";
    private static final String PASSWORD = "of-no-one";

    private final int postgresPort;
    private final int kafkaPort;
    private final ServerProcess postgres;
    private final ServerProcess kafka;

    private StoresProcess(Path folder, int kafkaPort, int advertisedKafkaPort) {
        this.postgresPort = quietPort();
        this.kafkaPort = kafkaPort;
        this.postgres = ServerProcess.start(
                folder,
                PostgresMain.class,
                folder.toString(),
                Integer.toString(postgresPort),
                PASSWORD,
                BINARIES.toString());
        this.kafka = ServerProcess.start(
                folder,
                KafkaMain.class,
                folder.toString(),
                Integer.toString(kafkaPort),
                Integer.toString(quietPort()),
                Integer.toString(advertisedKafkaPort));
    }

    /** Starts both on the folder, which keeps their data, and returns when both serve. */
    public static StoresProcess start(Path folder) {
        int kafkaPort = quietPort();
        return start(folder, kafkaPort, kafkaPort);
    }

    /**
     * The same with something between Kafka and its clients.
     *
     * @param advertisedKafkaPort of 127.0.0.1, that Kafka tells its clients to use
     */
    public static StoresProcess startBehind(Path folder, int advertisedKafkaPort) {
        return start(folder, quietPort(), advertisedKafkaPort);
    }

    private static StoresProcess start(Path folder, int kafkaPort, int advertisedKafkaPort) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(BINARIES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var stores = new StoresProcess(folder.toAbsolutePath(), kafkaPort, advertisedKafkaPort);
        try {
            stores.postgres.awaitServing();
            stores.kafka.awaitServing();
            return stores;
        } catch (RuntimeException | Error e) {
            stores.close();
            throw e;
        }
    }

    public int postgresPort() {
        return postgresPort;
    }

    public int kafkaPort() {
        return kafkaPort;
    }

    /** As {@code quarkus.datasource.reactive.url}; {@code jdbc:} in front makes it JDBC's. */
    public String postgresUrl() {
        return "postgresql://127.0.0.1:" + postgresPort + "/postgres";
    }

    /** A connection of the test's own, which the server knows by that name. */
    public Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:" + postgresUrl() + "?ApplicationName=" + name, USER, PASSWORD);
    }

    /** Where PostgreSQL's data lies on the folder that {@link #start} was given. */
    public static Path postgresData(Path folder) {
        return folder.resolve("postgres");
    }

    public String kafkaBootstrap() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Where both are and how to log in, as Quarkus configuration. */
    public Map<String, String> configuration() {
        return Map.of(
                "quarkus.datasource.reactive.url",
                postgresUrl(),
                "quarkus.datasource.jdbc.url",
                "jdbc:" + postgresUrl(),
                "quarkus.datasource.username",
                USER,
                "quarkus.datasource.password",
                PASSWORD,
                "kafka.bootstrap.servers",
                kafkaBootstrap());
    }

    /** Stops PostgreSQL, breaking its connections, and returns when its port refuses. */
    public void stopPostgres() {
        postgres.stop();
    }

    /** Starts a stopped PostgreSQL on the same port and data and returns when it serves. */
    public void startPostgres() {
        postgres.startAgain();
    }

    /** Starts PostgreSQL again if it went down by itself, and returns when it serves. */
    public void startPostgresIfDown() {
        if (isFree(postgresPort)) {
            stopPostgres();
            startPostgres();
        }
    }

    /** Stops Kafka in order and returns when its port refuses. */
    public void stopKafka() {
        kafka.stop();
    }

    /** Starts a stopped Kafka on the same port and data and returns when it serves. */
    public void startKafka() {
        kafka.startAgain();
    }

    /** Stops what is running. */
    @Override
    public void close() {
        try (postgres;
                kafka) {
            // closed in reverse order, each whatever became of the one before
        }
    }

    /**
     * A free port that no outgoing connection is given: a client that keeps dialling a port while its server is away
     * would otherwise once in a while be given that very port, and keep it.
     */
    public static int quietPort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from 20000 to 29999");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
