package dev.evenkeel.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka node in this JVM, on loopback. */
final class KafkaBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final BrokerSettings settings;

    private KafkaBroker(KafkaRaftServer server, BrokerSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    static KafkaBroker start(DataFolder folder) {
        Setup setup = Setup.of(folder.kafkaData());
        setup.discardUnfinished();
        if (!setup.isFinished()) {
            DataFolder.createOwnersDirectory(folder.kafkaData());
            format(folder.kafkaData());
            setup.finished();
        }
        var settings = settingsOnFreePorts(folder.kafkaData());
        var server = new KafkaRaftServer(new KafkaConfig(settings.toMap()), Time.SYSTEM);
        try {
            server.startup();
            return new KafkaBroker(server, settings);
        } catch (Exception e) {
            // Scala throws checked exceptions undeclared, and has shut the node down by then.
            throw new EmbeddedStoresException(
                    "The embedded Kafka broker on " + folder.kafkaData() + " didn't start: " + e.getMessage(), e);
        }
    }

    private static void format(Path directory) {
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            new Formatter()
                    .setPrintStream(quiet)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString())
                    .setDirectories(List.of(directory.toString()))
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setUnstableFeatureVersionsEnabled(false)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedStoresException("The Kafka storage " + directory + " can't be formatted: " + e, e);
        }
    }

    private static BrokerSettings settingsOnFreePorts(Path directory) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var broker = new ServerSocket(0, 1, loopback);
                var controller = new ServerSocket(0, 1, loopback)) {
            return new BrokerSettings(directory, broker.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new EmbeddedStoresException("No free port on loopback: " + e, e);
        }
    }

    String address() {
        return settings.bootstrapServers();
    }

    Map<String, String> configuration() {
        return Map.of("kafka.bootstrap.servers", address());
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
