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

    /** Shares of a provider's requests, each a multiple of 1/200; 1 at most together. */
    interface FaultsConfig {
        /** Answered with 429. */
        @WithDefault("0")
        double rateLimited();

        /** Answered with 500. */
        @WithDefault("0")
        double serverError();

        /** Response head, then nothing. */
        @WithDefault("0")
        double stalled();

        /** Connection closed amid the stream. */
        @WithDefault("0")
        double cut();

        /** What a 429 asks for in {@code Retry-After}. */
        @WithDefault("PT1S")
        Duration retryAfter();

        /** Tokens that are written before a stream is cut. */
        @WithDefault("8")
        int cutAfterTokens();
    }
}
