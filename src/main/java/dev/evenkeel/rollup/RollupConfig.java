package dev.evenkeel.rollup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How rollups are kept. */
@ConfigMapping(prefix = "evenkeel.rollup")
public interface RollupConfig {
    /** Whether this process keeps the tables of samples and rollups in order; off where it doesn't store samples. */
    @WithDefault("true")
    boolean housekeeping();

    /** How often an hour of some campaign is checked against its samples. */
    @WithDefault("PT1H")
    Duration checkEvery();

    /** How long rollups are kept, by the length of time that each is of: the coarser, the longer. */
    Retention retention();

    /** How long rollups of each resolution are kept. */
    interface Retention {
        /** At least PT25H: a day's ranking with intervals needs them. */
        @WithDefault("P3D")
        Duration fiveMinutes();

        /** A window of 31 days that is read by the hour needs no more. */
        @WithDefault("P40D")
        Duration hour();

        /** Cells of a window beyond 14 days are as long. */
        @WithDefault("P100D")
        Duration sixHours();

        /** Three years; for histories, and rankings as of then. */
        @WithDefault("P1096D")
        Duration day();
    }
}
