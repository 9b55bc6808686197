package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Sample;
import io.smallrye.mutiny.Uni;

/** Puts samples on {@code evenkeel.samples}, keyed by target so that one target's samples stay in order. */
public interface SamplePublisher {
    /** Completes once Kafka has acknowledged the sample. */
    Uni<Void> publish(Sample sample);
}
