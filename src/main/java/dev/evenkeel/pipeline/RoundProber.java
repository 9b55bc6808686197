package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import io.smallrye.mutiny.Uni;
import java.util.function.BooleanSupplier;

/** Probes a round. Implemented by the probe package. */
public interface RoundProber {
    /**
     * Waits for the round's {@code fireAt} and asks all its targets. Completes when probing has started
     * (or the round was dropped as expired), which is when the message is acknowledged; the probes then
     * run on and publish their samples by themselves. Never fails for what a provider does.
     *
     * @param ours whether the round is still this process's to probe; asked at its instant: otherwise it is left to the one
     *     that has it now
     */
    Uni<Void> begin(RoundRequest round, BooleanSupplier ours);
}
