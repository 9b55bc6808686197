package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartPlanTest {
    private static final String HOST = "quarkus.http.host";
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void setsUpADemoOnLoopbackWhereNothingIsConfigured() {
        StartPlan plan = StartPlan.of(SettingsMap.of(), true);

        assertThat(plan.mode()).isEqualTo(StoreMode.EMBEDDED);
        assertThat(plan.dataFolder()).isEqualTo(Path.of(".evenkeel"));
        assertThat(plan.defaults())
                .containsOnly(
                        Map.entry(HOST, LOOPBACK),
                        Map.entry("quarkus.swagger-ui.enabled", "true"),
                        Map.entry("evenkeel.demo", "true"),
                        Map.entry("kafka.default.api.timeout.ms", "5000"),
                        Map.entry("quarkus.log.category.\"org.apache.kafka.clients.NetworkClient\".level", "ERROR"),
                        Map.entry("evenkeel.simulator.port", "8089"),
                        Map.entry("evenkeel.egress.allow", "127.0.0.1:8089"));
    }

    @Test
    void letsTheSimulatorBeProbedWhereItWasPut() {
        StartPlan plan = StartPlan.of(SettingsMap.of(HOST, LOOPBACK, "evenkeel.simulator.port", "9000"), true);

        assertThat(plan.defaults()).containsEntry("evenkeel.egress.allow", "127.0.0.1:9000");
    }

    @Test
    void addsTheAddressesOfTheEmbeddedStores() {
        StartPlan plan = StartPlan.of(SettingsMap.of(HOST, LOOPBACK, "evenkeel.data-dir", "/data"), true);

        Map<String, String> defaults = plan.defaultsWith(Map.of("kafka.bootstrap.servers", "127.0.0.1:9"));

        assertThat(plan.dataFolder()).isEqualTo(Path.of("/data"));
        assertThat(defaults)
                .containsEntry("kafka.bootstrap.servers", "127.0.0.1:9")
                .containsEntry("evenkeel.demo", "true");
    }

    @Test
    void bringsNoDemoToExternalStores() {
        StartPlan plan = StartPlan.of(
                SettingsMap.of(Map.of(
                        HOST,
                        LOOPBACK,
                        "quarkus.datasource.reactive.url",
                        "postgresql://db/evenkeel",
                        "kafka.bootstrap.servers",
                        "kafka:9092")),
                false);

        assertThat(plan.mode()).isEqualTo(StoreMode.EXTERNAL);
        assertThat(plan.defaults()).containsOnlyKeys("quarkus.datasource.jdbc.url", "kafka.default.api.timeout.ms");
    }

    @Test
    void aProberHasNoDatabaseAndSwitchesOffWhatItDoesNotDo() {
        StartPlan plan = StartPlan.of(
                SettingsMap.of(
                        Map.of(HOST, LOOPBACK, "evenkeel.roles", "prober", "kafka.bootstrap.servers", "kafka:9092")),
                false);

        assertThat(plan.mode()).isEqualTo(StoreMode.EXTERNAL);
        assertThat(plan.defaults())
                .containsEntry("evenkeel.api.enabled", "false")
                .containsEntry("evenkeel.scheduler.enabled", "false")
                .containsEntry("mp.messaging.incoming.samples-in.enabled", "false")
                .containsEntry("quarkus.flyway.migrate-at-start", "false")
                .doesNotContainKey("mp.messaging.incoming.rounds-in.enabled");
    }

    @Test
    void refusesWhatAnyCheckRefuses() {
        assertThatThrownBy(() -> StartPlan.of(SettingsMap.of(HOST, "0.0.0.0"), true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(HOST);
        assertThatThrownBy(() -> StartPlan.of(SettingsMap.of(HOST, LOOPBACK, "evenkeel.roles", "cook"), true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("evenkeel.roles");
    }
}
