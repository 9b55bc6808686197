package dev.evenkeel.samples;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log of samples is kept. */
@ConfigMapping(prefix = "evenkeel.samples")
interface SamplesConfig {
    /** Days for which partitions are made ahead of time; a sample scheduled later than that is refused. */
    @WithDefault("7")
    int daysAhead();

    /** Days back for which partitions are made, for samples that come late into an empty store. */
    @WithDefault("2")
    int daysBehind();

    /** How long samples are kept: whole days, dropped when all of a day is older. Longer than {@code days-behind}. */
    @WithDefault("P35D")
    Duration retention();

    /** Rows of one insert statement at most; a larger batch is stored in several, all in one transaction. */
    @WithDefault("5000")
    int rowsPerInsert();
}
