package dev.evenkeel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    private final Map<String, String> settings = new BrokerSettings(Path.of("/data/kafka"), 9092, 9093).toMap();

    @Test
    void listenOnLoopbackOnly() {
        assertThat(settings)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093")
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9092")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:9093");
    }

    @Test
    void askForOneReplicaOfEveryTopic() {
        Map<String, String> replication = settings.entrySet().stream()
                .filter(entry -> entry.getKey().contains("replication.factor")
                        || entry.getKey().endsWith("min.isr")
                        || entry.getKey().equals("min.insync.replicas"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        assertThat(replication)
                .hasSize(7)
                .allSatisfy((key, value) -> assertThat(value).isEqualTo("1"));
    }
}
