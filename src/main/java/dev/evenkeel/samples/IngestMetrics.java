package dev.evenkeel.samples;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What the store of samples tells Prometheus. */
@Singleton
class IngestMetrics {
    private final Counter stored;
    private final Counter known;
    private final Counter orphaned;

    IngestMetrics(MeterRegistry registry) {
        this.stored = of(registry, "STORED");
        this.known = of(registry, "KNOWN_ALREADY");
        this.orphaned = of(registry, "CAMPAIGN_DELETED");
    }

    private static Counter of(MeterRegistry registry, String fate) {
        return Counter.builder("evenkeel.ingest.samples")
                .description("Samples that were taken from Kafka, by what became of them")
                .tag("fate", fate)
                .register(registry);
    }

    /** Of so many samples in a committed transaction so many were new. */
    void inserted(int samples, int fresh) {
        stored.increment(fresh);
        known.increment((double) samples - fresh);
    }

    void orphaned(int samples) {
        orphaned.increment(samples);
    }
}
