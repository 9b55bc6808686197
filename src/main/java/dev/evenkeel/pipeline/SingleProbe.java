package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import io.smallrye.mutiny.Uni;

/** Sends one probe at once and tells the caller alone: nothing goes to Kafka. Implemented by the probe package. */
public interface SingleProbe {
    /**
     * Asks the round's only target now, under the same rules as any other probe, and gives what was observed. Never
     * fails for what a provider does. Ends by itself within the round's total time-out, after at most the wait for
     * a permit, which lasts until the round expires; a caller that goes away earlier
     * doesn't end it.
     *
     * @throws IllegalArgumentException unless the round has exactly one target
     */
    Uni<Sample> probe(RoundRequest round);
}
