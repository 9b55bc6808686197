package dev.evenkeel.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What the Kafka seam tells Prometheus. Counters that alarms watch are there, at 0, from the start. */
@Singleton
final class PipelineMetrics {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer batchTime;
    private final Counter retries;

    PipelineMetrics(MeterRegistry registry, Vantages vantages) {
        this.registry = registry;
        this.batchSize = DistributionSummary.builder("evenkeel.ingest.batch.size")
                .description("Records in one batch of samples")
                .baseUnit("records")
                .publishPercentileHistogram()
                .maximumExpectedValue(10_000.0)
                .register(registry);
        this.batchTime = Timer.builder("evenkeel.ingest.batch")
                .description(
                        "From a batch's arrival until it is stored and its dead letters are published, retries included")
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST)
                .register(registry);
        this.retries = Counter.builder("evenkeel.ingest.retries")
                .description("Batches of samples that were not taken and are tried again")
                .register(registry);
        for (String topic : Topics.read(vantages.known())) {
            for (DeadLetterCause cause : DeadLetterCause.values()) {
                deadLetters(topic, cause);
            }
        }
    }

    /** Times a publish until Kafka has acknowledged it, or has not. */
    Uni<Void> timed(String topic, Uni<Void> publish) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return publish.onItemOrFailure()
                    .invoke((done, failure) -> published(topic, failure == null, System.nanoTime() - start));
        });
    }

    private void published(String topic, boolean acknowledged, long nanos) {
        Timer.builder("evenkeel.publish")
                .description("From handing a record to Kafka's client until it is acknowledged, or given up")
                .tags("topic", topic, "acknowledged", Boolean.toString(acknowledged))
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST)
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    void deadLetter(String topic, DeadLetterCause cause) {
        deadLetters(topic, cause).increment();
    }

    private Counter deadLetters(String topic, DeadLetterCause cause) {
        return registry.counter("evenkeel.dead.letters", "topic", topic, "cause", cause.name());
    }

    void batch(int records, long nanos) {
        batchSize.record(records);
        batchTime.record(Duration.ofNanos(nanos));
    }

    /** A batch was not taken and is tried again. */
    void batchRetried() {
        retries.increment();
    }
}
