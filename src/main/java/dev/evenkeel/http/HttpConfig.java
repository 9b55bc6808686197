package dev.evenkeel.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a request may cost. */
@ConfigMapping(prefix = "evenkeel.http")
interface HttpConfig {
    /** The largest body that is taken; a larger one is answered 413. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** How long a client may take to send a body; after it the answer is 408. */
    @WithDefault("30s")
    Duration bodyTimeout();
}
