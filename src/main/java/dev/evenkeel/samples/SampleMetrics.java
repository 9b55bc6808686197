package dev.evenkeel.samples;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What the log of samples tells Prometheus. */
@Singleton
class SampleMetrics {
    private final Counter stored;
    private final Counter known;
    private final Counter orphaned;
    private final Counter exported;
    private final Counter rollupsChecked;
    private final Counter rollupsDrifted;

    SampleMetrics(MeterRegistry registry) {
        this.stored = of(registry, "STORED");
        this.known = of(registry, "KNOWN_ALREADY");
        this.orphaned = of(registry, "CAMPAIGN_DELETED");
        this.rollupsChecked = Counter.builder("evenkeel.rollups.checked")
                .description("Rollups that were compared with what was computed anew")
                .register(registry);
        this.rollupsDrifted = Counter.builder("evenkeel.rollups.drifted")
                .description("Rollups that differed from what was computed anew")
                .register(registry);
        this.exported = Counter.builder("evenkeel.samples.exported")
                .description("Samples read for streamed exports")
                .register(registry);
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

    void exported(int samples) {
        exported.increment(samples);
    }

    /** Of so many rollups that were checked so many differed from what was computed anew. */
    void rollupsChecked(long checked, long differing) {
        rollupsChecked.increment((double) checked);
        rollupsDrifted.increment((double) differing);
    }

    void orphaned(int samples) {
        orphaned.increment(samples);
    }
}
