package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorConfigTest {
    @Test
    void byDefaultItIsOffAndTenTimesAsFast() {
        SimulatorConfig config = config(Map.of());

        assertThat(config.port()).isEmpty();
        assertThat(config.closedPort()).isEmpty();
        assertThat(config.seed()).isEqualTo(1);
        assertThat(config.timeScale()).isEqualTo(0.1);
        assertThat(config.logCapacity()).isEqualTo(10_000);
        assertThat(config.providers()).isEmpty();
        assertThat(Simulator.settings(config, 0).providers()).isEqualTo(PublishedProfiles.providers());
    }

    @Test
    void aFurtherProviderIsLikeAPublishedOneWithoutFaultsUnlessTold() {
        SimulatorConfig config = config(Map.of("evenkeel.simulator.providers.twin.like", "provider-b"));

        SimulatorSettings settings = Simulator.settings(config, 0);

        SimulatedProvider twin = PublishedProfiles.providers().get(1).as("twin", FaultShares.NONE);
        assertThat(settings.providers()).hasSize(4).contains(twin);
    }

    @Test
    void faultsOfAPublishedProviderAreConfiguredUnderItsName() {
        String faults = "evenkeel.simulator.providers.provider-a.faults.";
        SimulatorConfig config = config(Map.of(
                faults + "rate-limited", "0.1",
                faults + "stalled-amid", "0.02",
                faults + "retry-after", "PT20S",
                faults + "cut-after-tokens", "3",
                faults + "drip-gap", "PT2S"));

        SimulatorSettings settings = Simulator.settings(config, 0);

        assertThat(settings.providers().get(0).faults())
                .isEqualTo(new FaultShares(
                        Map.of(Ending.RATE_LIMITED, 0.1, Ending.STALLED_AMID, 0.02),
                        Duration.ofSeconds(20),
                        3,
                        Duration.ofSeconds(2)));
        assertThat(settings.providers()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLETED", "CLIENT_LEFT"})
    void everyFaultIsConfiguredUnderItsName(Ending fault) {
        String key = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        SimulatorConfig config = config(Map.of("evenkeel.simulator.providers.provider-a.faults." + key, "0.25"));

        SimulatorSettings settings = Simulator.settings(config, 0);

        assertThat(settings.providers().get(0).faults()).isEqualTo(FaultShares.NONE.with(fault, 0.25));
    }

    @Test
    void aClosedPortIsHeldFromStartToStop() {
        Simulator simulator = new Simulator(config(Map.of("evenkeel.simulator.closed-port", "0")), Clock.systemUTC());

        simulator.start(new StartupEvent());

        int port = simulator.closedPort().orElseThrow().port();
        assertThatThrownBy(() -> ClosedPort.hold(port)).hasMessageContaining("can't hold");
        simulator.stop(new ShutdownEvent());
        assertThat(simulator.closedPort()).isEmpty();
        ClosedPort.hold(port).close();
    }

    @Test
    void aProviderThatIsLikeNoPublishedOneIsRefused() {
        SimulatorConfig config = config(Map.of("evenkeel.simulator.providers.x.faults.cut", "0.5"));

        assertThatThrownBy(() -> Simulator.settings(config, 0))
                .hasMessageContaining("evenkeel.simulator.providers.x.like")
                .hasMessageContaining("provider-a");
    }

    @Test
    void itListensFromStartToStopWhereAPortIsSet() throws Exception {
        Simulator simulator = new Simulator(config(Map.of("evenkeel.simulator.port", "0")), Clock.systemUTC());

        simulator.start(new StartupEvent());

        SimulatorServer server = simulator.server().orElseThrow();
        assertThat(new ChatClient(server).get("/log").statusCode()).isEqualTo(200);
        simulator.stop(new ShutdownEvent());
        assertThat(simulator.server()).isEmpty();
        assertThatThrownBy(() -> new ChatClient(server).get("/log")).isInstanceOf(IOException.class);
    }

    @Test
    void theRehearsalGetsItsAnswers() {
        assertThat(Rehearsal.run(Clock.systemUTC())).isEqualTo(30);
    }

    @Test
    void withoutAPortNothingListens() {
        Simulator simulator = new Simulator(config(Map.of()), Clock.systemUTC());

        simulator.start(new StartupEvent());

        assertThat(simulator.server()).isEmpty();
    }

    private static SimulatorConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(SimulatorConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SimulatorConfig.class);
    }
}
