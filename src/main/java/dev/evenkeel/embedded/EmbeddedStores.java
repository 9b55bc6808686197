package dev.evenkeel.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A running PostgreSQL server and Kafka broker on one data folder, reachable on loopback only. What they acknowledged
 * is there again when the folder is started next, however this process ended.
 */
public final class EmbeddedStores implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedStores.class);

    private final DataFolderLock lock;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;

    private EmbeddedStores(DataFolderLock lock, PostgresServer postgres, KafkaBroker kafka) {
        this.lock = lock;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /**
     * Starts both stores and returns when both serve requests. The folder is created where it is missing, and a
     * PostgreSQL server that a killed process left behind on it is stopped first.
     *
     * @throws EmbeddedStoresException if the folder is in use by another process, or a store doesn't come up; nothing
     *     is left running then
     */
    public static EmbeddedStores start(Path dataFolder) {
        // Kafka instantiates its plug-ins by the thread's class loader, which may be that of another application.
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(EmbeddedStores.class.getClassLoader());
        try {
            return startLocked(dataFolder);
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private static EmbeddedStores startLocked(Path dataFolder) {
        QuietLogs.apply();
        DataFolder folder = DataFolder.create(dataFolder);
        DataFolderLock lock = DataFolderLock.acquire(folder);
        try {
            return startBoth(folder, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedStores startBoth(DataFolder folder, DataFolderLock lock) {
        PostgresServer postgres = PostgresServer.start(folder);
        try {
            LOG.infof("embedded postgres started url=%s data=%s", postgres.url(), folder.postgresData());
            KafkaBroker kafka = KafkaBroker.start(folder);
            LOG.infof("embedded kafka started bootstrap=%s data=%s", kafka.address(), folder.kafkaData());
            return new EmbeddedStores(lock, postgres, kafka);
        } catch (RuntimeException | Error e) {
            postgres.close();
            throw e;
        }
    }

    /** Where the stores are, as Quarkus configuration: the datasource's URLs and account, and Kafka's address. */
    public Map<String, String> configuration() {
        var configuration = new HashMap<>(postgres.configuration());
        configuration.putAll(kafka.configuration());
        return Map.copyOf(configuration);
    }

    /** Stops both, Kafka first, and releases the folder; to be called once nothing uses them any more. */
    @Override
    public void close() {
        try (lock;
                postgres;
                kafka) {
            // closed in reverse order, each whatever became of the one before
        }
    }
}
