package dev.evenkeel.simulator;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the simulated providers with the application, where {@code evenkeel.simulator.port} is set: up
 * before other observers of the start, down after other observers of the stop.
 */
@Singleton
public final class Simulator {
    private static final Logger LOG = Logger.getLogger(Simulator.class);

    private final SimulatorConfig config;
    private final Clock clock;
    private volatile @Nullable SimulatorServer server;
    private volatile @Nullable ClosedPort closedPort;

    @Inject
    Simulator(SimulatorConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The running server; absent where the simulator is off. */
    public Optional<SimulatorServer> server() {
        return Optional.ofNullable(server);
    }

    /** The port that refuses connections; absent where none is configured. */
    public Optional<ClosedPort> closedPort() {
        return Optional.ofNullable(closedPort);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        if (config.port().isPresent()) {
            SimulatorSettings settings = settings(config, config.port().getAsInt());
            Rehearsal.run(clock);
            server = SimulatorServer.start(settings, clock);
        }
        if (config.closedPort().isPresent()) {
            ClosedPort held = ClosedPort.hold(config.closedPort().getAsInt());
            LOG.infof("simulator holds a closed port port=%d", held.port());
            closedPort = held;
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        SimulatorServer running = server;
        if (running != null) {
            running.close();
            server = null;
        }
        ClosedPort held = closedPort;
        if (held != null) {
            held.close();
            closedPort = null;
        }
    }

    static SimulatorSettings settings(SimulatorConfig config, int port) {
        Map<String, SimulatedProvider> published = new LinkedHashMap<>();
        PublishedProfiles.providers().forEach(provider -> published.put(provider.name(), provider));
        Map<String, SimulatedProvider> all = new LinkedHashMap<>(published);
        config.providers().forEach((name, provider) -> {
            SimulatedProvider like = published.get(provider.like().orElse(name));
            if (like == null) {
                throw new IllegalArgumentException(
                        "evenkeel.simulator.providers." + name + ".like must be one of " + published.keySet());
            }
            all.put(name, like.as(name, ConfiguredFaults.of(provider.faults())));
        });
        return new SimulatorSettings(
                port, config.seed(), config.timeScale(), config.logCapacity(), List.copyOf(all.values()));
    }
}
