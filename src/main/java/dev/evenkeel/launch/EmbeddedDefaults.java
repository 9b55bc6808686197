package dev.evenkeel.launch;

import java.util.Map;

/** What the embedded default sets besides its stores, so that a first start shows something and shows it to nobody else. */
final class EmbeddedDefaults {
    static final String SIMULATOR_PORT = "evenkeel.simulator.port";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String DEFAULT_SIMULATOR_PORT = "8089";

    private EmbeddedDefaults() {}

    /** The simulator may be probed wherever it was put, though plain http on loopback is refused otherwise. */
    static Map<String, String> of(Settings settings) {
        String simulatorPort = settings.value(SIMULATOR_PORT).orElse(DEFAULT_SIMULATOR_PORT);
        return Map.ofEntries(
                Map.entry("quarkus.http.host", LOOPBACK),
                Map.entry("quarkus.swagger-ui.enabled", "true"),
                // A stopping broker warns that its clients were closed twice.
                Map.entry("quarkus.log.category.\"org.apache.kafka.clients.NetworkClient\".level", "ERROR"),
                Map.entry("evenkeel.demo", "true"),
                Map.entry(SIMULATOR_PORT, simulatorPort),
                Map.entry("evenkeel.egress.allow", LOOPBACK + ":" + simulatorPort));
    }
}
