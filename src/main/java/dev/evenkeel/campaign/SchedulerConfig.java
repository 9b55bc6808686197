package dev.evenkeel.campaign;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When runs and rounds are planned. */
@ConfigMapping(prefix = "evenkeel.scheduler")
interface SchedulerConfig {
    /** Whether this process plans at all; off where it has not that role. */
    @WithDefault("true")
    boolean enabled();

    /** How often due work is looked for. */
    @WithDefault("PT1S")
    Duration tick();

    /**
     * How long before its instant a firing is decided on, so that many that fall on one instant are all planned by then. Not
     * less than {@link #lead}.
     */
    @WithDefault("PT10S")
    Duration planningLead();

    /** How long before its instant a round is handed to the probers. More than a tick. */
    @WithDefault("PT2S")
    Duration lead();

    /**
     * How much later than its instant a round may still be probed. Must exceed the skew between the clocks of
     * probers and database.
     */
    @WithDefault("PT5S")
    Duration tolerance();

    /** How long whoever planned rounds has to publish them before another process does it again. */
    @WithDefault("PT5S")
    Duration lease();

    /** How long after the last probe must have ended its sample may take to be stored. */
    @WithDefault("PT10S")
    Duration ingestGrace();
}
