package dev.evenkeel;

import dev.evenkeel.embedded.EmbeddedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * One embedded PostgreSQL and Kafka for all tests of this JVM, started by the first that asks and stopped when the JVM
 * ends. PostgreSQL's folder under {@code target} is kept warm between test runs; its databases and Kafka's data aren't.
 */
public final class SharedStores {
    private static final Path ROOT = Path.of("target", "test-stores").toAbsolutePath();
    private static final int MAX_CONCURRENT_JVMS = 16;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private SharedStores() {}

    private static final class Started {
        static final Slot SLOT = Slot.firstFree();
        static final EmbeddedStores STORES = start();
        static final Map<String, String> MAIN_DATABASE = createDatabase();
    }

    /** Quarkus configuration of the shared Kafka broker and of one empty database that all callers share. */
    public static Map<String, String> configuration() {
        return Started.MAIN_DATABASE;
    }

    /** Kafka's address. */
    public static String bootstrapServers() {
        return value(configuration(), "kafka.bootstrap.servers");
    }

    /** A database of the caller's own, with the schema in place, as Quarkus configuration. */
    public static Map<String, String> migratedDatabase() {
        Map<String, String> database = createDatabase();
        Flyway.configure()
                .dataSource(
                        value(database, "quarkus.datasource.jdbc.url"),
                        value(database, "quarkus.datasource.username"),
                        value(database, "quarkus.datasource.password"))
                .load()
                .migrate();
        return database;
    }

    /** A JDBC connection to a database that {@link #configuration} or {@link #migratedDatabase} named. */
    public static Connection connect(Map<String, String> database) throws SQLException {
        return DriverManager.getConnection(
                value(database, "quarkus.datasource.jdbc.url"),
                value(database, "quarkus.datasource.username"),
                value(database, "quarkus.datasource.password"));
    }

    private static EmbeddedStores start() {
        try {
            Path folder = Started.SLOT.folder();
            deleteRecursively(folder.resolve("kafka"));
            Files.deleteIfExists(folder.resolve("kafka.ready"));
            EmbeddedStores stores = EmbeddedStores.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(stores::close, "stop-test-stores"));
            dropLeftovers(stores.configuration());
            return stores;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Several test JVMs may run in one working tree; each takes the first slot that no other holds. */
    private record Slot(Path folder, FileLock lock) {
        static Slot firstFree() {
            try {
                Files.createDirectories(ROOT);
                for (int number = 0; number < MAX_CONCURRENT_JVMS; number++) {
                    Path folder = ROOT.resolve("slot-" + number);
                    var channel = FileChannel.open(
                            folder.resolveSibling("slot-" + number + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock();
                    if (lock != null) {
                        return new Slot(folder, lock);
                    }
                    channel.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new IllegalStateException("All test store slots are taken under " + ROOT);
        }
    }

    private static void dropLeftovers(Map<String, String> server) throws SQLException {
        try (Connection connection = connect(server);
                var query = connection.createStatement();
                var drop = connection.createStatement();
                var leftovers = query.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")) {
            while (leftovers.next()) {
                drop.executeUpdate("DROP DATABASE " + leftovers.getString(1) + " WITH (FORCE)");
            }
        }
    }

    private static Map<String, String> createDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        Map<String, String> server = Started.STORES.configuration();
        try (Connection connection = connect(server);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var database = new HashMap<>(server);
        for (String key : List.of("quarkus.datasource.jdbc.url", "quarkus.datasource.reactive.url")) {
            database.computeIfPresent(key, (k, url) -> url.substring(0, url.lastIndexOf('/') + 1) + name);
        }
        return Map.copyOf(database);
    }

    private static String value(Map<String, String> configuration, String key) {
        String value = configuration.get(key);
        if (value == null) {
            throw new IllegalStateException("no " + key);
        }
        return value;
    }

    private static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).forEach(SharedStores::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
