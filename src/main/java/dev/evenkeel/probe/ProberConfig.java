package dev.evenkeel.probe;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process probes. What a single probe may take comes with its round. */
@ConfigMapping(prefix = "evenkeel.prober")
interface ProberConfig {
    /** Threads that read sockets and stamp times, apart from those that serve the API. All probes of one origin share one. */
    @WithDefault("2")
    int eventLoops();

    /** Whether to use the platform's native transport where there is one. */
    @WithDefault("true")
    boolean nativeTransport();

    /**
     * How many streams this process follows at once: what two cores were shown to time well. A round that would exceed
     * it waits until there are fewer, or is missed once it has expired. More probers are the way to more.
     */
    @WithDefault("250")
    int maxStreams();

    /** Whether each round asks the prober's own endpoint of known latency as well, which tells how right it is measured. */
    @WithDefault("true")
    boolean control();

    /**
     * The least error that makes a sample suspect, for those of which 2 % of the time to first token is less. Another one
     * than the default is for tests on busy machines: rankings that rest on it can't be compared with others.
     */
    @WithDefault("PT0.001S")
    Duration leastErrorBound();

    /** How long an unused connection is kept open. Longer than the usual time between two rounds, or probes never reuse one. */
    @WithDefault("PT10M")
    Duration keepAlive();

    /** How many bytes of one response are read, head included, before the probe is given up as a STREAM_ERROR. */
    @WithDefault("8M")
    MemorySize maxResponseBytes();

    /** How many bytes one event of a stream may have before the probe is given up as a STREAM_ERROR. */
    @WithDefault("1M")
    MemorySize maxEventBytes();

    /** How many bytes of what follows a decided sample, such as an error's body, are read to keep the connection. */
    @WithDefault("64K")
    MemorySize drainBytes();

    /** How long the rest of a decided sample's response is waited for before its connection is closed. */
    @WithDefault("PT2S")
    Duration drainTimeout();

    /**
     * How long a provider that answers 429 is left alone at most, whatever its {@code Retry-After} asks for. Nothing =
     * no provider ever is.
     */
    @WithDefault("PT10M")
    Duration maxCoolDown();

    /**
     * How long a stopping process waits for probes under way and their samples. Its last fifth is for publishing what
     * is there; probes that have not ended by then are not published.
     */
    @WithDefault("PT10S")
    Duration shutdownGrace();
}
