package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.MissedRound;
import io.smallrye.mutiny.Uni;

/** Puts rounds that were not probed on {@code evenkeel.samples}, keyed by run. */
public interface MissedRoundPublisher {
    /** Completes once Kafka has acknowledged it. The same round again is stored once. */
    Uni<Void> publish(MissedRound missed);
}
