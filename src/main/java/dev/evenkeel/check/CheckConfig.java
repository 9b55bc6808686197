package dev.evenkeel.check;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** What checks may cost. */
@ConfigMapping(prefix = "evenkeel.check")
interface CheckConfig {
    /** How many checks may be under way in this process; one more is answered 429. */
    @WithDefault("4")
    @Min(1)
    int maxConcurrent();
}
