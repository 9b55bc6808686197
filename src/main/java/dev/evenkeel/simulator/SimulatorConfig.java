package dev.evenkeel.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether and how the process simulates providers. */
@ConfigMapping(prefix = "evenkeel.simulator")
public interface SimulatorConfig {
    /** Where the simulated providers listen on 127.0.0.1; 0 for any free port. Off where absent. */
    OptionalInt port();

    /**
     * A port of 127.0.0.1 that is held and refuses every connection, for providers that can't be reached; 0 for any free
     * one. None where absent.
     */
    OptionalInt closedPort();

    /** The same seed and the same requests give the same answers. */
    @WithDefault("1")
    long seed();

    /** Multiplies all times: 0.1 is ten times as fast as the published figures. */
    @WithDefault("0.1")
    double timeScale();

    /** How many ended requests {@code GET /log} remembers. */
    @WithDefault("10000")
    int logCapacity();

    /** By name: faults of a published provider, or a further provider that is like one of them. */
    Map<String, ProviderConfig> providers();

    /** One provider. */
    interface ProviderConfig {
        /** The published provider whose models and latencies it has. Its own name where absent. */
        Optional<String> like();

        /** What goes wrong. */
        FaultsConfig faults();
    }

    /** Shares of a provider's requests, each a multiple of 1/200; 1 at most together. {@link Ending} says what each does. */
    interface FaultsConfig {
        @WithDefault("0")
        double rateLimited();

        @WithDefault("0")
        double serverError();

        @WithDefault("0")
        double unauthorized();

        @WithDefault("0")
        double stalled();

        @WithDefault("0")
        double stalledAmid();

        @WithDefault("0")
        double cut();

        @WithDefault("0")
        double errorEvent();

        @WithDefault("0")
        double garbage();

        @WithDefault("0")
        double garbageEvents();

        @WithDefault("0")
        double empty();

        @WithDefault("0")
        double unstreamed();

        @WithDefault("0")
        double slowDrip();

        @WithDefault("0")
        double endless();

        @WithDefault("0")
        double giantLine();

        @WithDefault("0")
        double stale();

        /** What a 429 asks for in {@code Retry-After}; nothing = it has none. */
        @WithDefault("PT1S")
        Duration retryAfter();

        /** Tokens that are written before a stream is cut, falls silent or brings its error. */
        @WithDefault("8")
        int cutAfterTokens();

        /** Time between two tokens of a slow drip, before the time scale. */
        @WithDefault("PT10S")
        Duration dripGap();
    }
}
