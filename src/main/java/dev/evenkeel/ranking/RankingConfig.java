package dev.evenkeel.ranking;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How rankings are computed. */
@ConfigMapping(prefix = "evenkeel.ranking")
interface RankingConfig {
    /** How many threads compute rankings, one or several at a time. */
    @WithDefault("2")
    @Min(1)
    int threads();

    /** How many rankings more than that may wait; what is beyond is refused with 503. */
    @WithDefault("64")
    @Min(1)
    int queue();

    /** For how long the tag of an answer may be known without being looked up again; PT0S = never. */
    @WithDefault("PT1S")
    Duration freshness();

    /** How much memory answers take that are kept to be sent again. */
    @WithDefault("32M")
    MemorySize cache();

    /** How many clients may follow rankings at a time; what is beyond is refused with 503. */
    @WithDefault("1000")
    @Min(1)
    int maxFollowers();

    /** After how long without a change who follows a ranking is sent a comment; in whole seconds. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** Targets that differ by less are tied however sure the difference is; a ratio less 1. */
    @WithDefault("0.05")
    @DecimalMin("0")
    double minPracticalDifference();
}
