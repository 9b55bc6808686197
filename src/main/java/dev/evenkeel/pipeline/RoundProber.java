package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import io.smallrye.mutiny.Uni;

/** Probes a round. Implemented by the probe package. */
public interface RoundProber {
    /**
     * Waits for the round's {@code fireAt} and asks all its targets. Completes when probing has started
     * (or the round was dropped as expired), which is when the message is acknowledged; the probes then
     * run on and publish their samples by themselves. Never fails for what a provider does.
     */
    Uni<Void> begin(RoundRequest round);
}
