package dev.evenkeel.ranking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** How rankings were answered; served from the start, so that none asked for reads as none. */
@Singleton
@Startup
class RankingMetrics {
    private final Counter computed;
    private final Counter kept;
    private final Counter notModified;

    RankingMetrics(MeterRegistry registry) {
        computed = of(registry, "COMPUTED");
        kept = of(registry, "KEPT");
        notModified = of(registry, "NOT_MODIFIED");
    }

    private static Counter of(MeterRegistry registry, String how) {
        return Counter.builder("evenkeel.ranking.answers")
                .description("Rankings that were asked for, by how they were answered")
                .tag("how", how)
                .register(registry);
    }

    void computed() {
        computed.increment();
    }

    void kept() {
        kept.increment();
    }

    void notModified() {
        notModified.increment();
    }
}
