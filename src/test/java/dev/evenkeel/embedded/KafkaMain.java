package dev.evenkeel.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka node on a folder and ports of the caller's choice, until standard input ends. */
public final class KafkaMain {
    private KafkaMain() {}

    /**
     * Arguments: the folder, the broker's port, the controller's port, the port that clients are told to use, which is another
     * one where something lies between.
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]).resolve("kafka");
        if (!Files.exists(directory)) {
            Files.createDirectories(directory);
            format(directory);
        }
        var settings = new BrokerSettings(directory, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Map<String, String> told = new HashMap<>(settings.toMap());
        told.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + arguments[3]);
        var server = new KafkaRaftServer(new KafkaConfig(told), Time.SYSTEM);
        server.startup();
        Standing.until(System.in, "kafka on " + settings.bootstrapServers());
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(directory.toString())
                .setDirectories(List.of(directory.toString()))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setUnstableFeatureVersionsEnabled(false)
                .run();
    }
}
