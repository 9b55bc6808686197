package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import io.smallrye.mutiny.Uni;

/** Puts rounds on the topic of their vantage, keyed by run. */
public interface RoundPublisher {
    /** Completes once Kafka has acknowledged the round; fails when the broker is away for longer than its client waits. */
    Uni<Void> publish(RoundRequest round);
}
