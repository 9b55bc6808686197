package dev.evenkeel.ranking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;

/** How rankings are computed. */
@ConfigMapping(prefix = "evenkeel.ranking")
interface RankingConfig {
    /** How many rankings are computed at the same time, each on a thread of its own. */
    @WithDefault("2")
    @Min(1)
    int threads();

    /** How many more may wait for a thread; what is beyond is refused with 503. */
    @WithDefault("64")
    @Min(1)
    int queue();

    /** Targets that differ by less are tied however sure the difference is; a ratio less 1. */
    @WithDefault("0.05")
    @DecimalMin("0")
    double minPracticalDifference();
}
