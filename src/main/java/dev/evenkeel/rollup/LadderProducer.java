package dev.evenkeel.rollup;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** The ladder as it is configured. */
@Singleton
class LadderProducer {
    private static final Duration LEAST = Duration.ofHours(25);

    /** @throws IllegalArgumentException where a retention is shorter than that of a finer resolution, or the finest too short */
    @Produces
    @Singleton
    Ladder ladder(RollupConfig config) {
        RollupConfig.Retention retention = config.retention();
        if (retention.fiveMinutes().compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("evenkeel.rollup.retention.five-minutes must be at least " + LEAST);
        }
        return new Ladder(Map.of(
                Resolution.FIVE_MINUTES, retention.fiveMinutes(),
                Resolution.HOUR, retention.hour(),
                Resolution.SIX_HOURS, retention.sixHours(),
                Resolution.DAY, retention.day()));
    }
}
