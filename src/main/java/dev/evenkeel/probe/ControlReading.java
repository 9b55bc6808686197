package dev.evenkeel.probe;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How right a round's control was measured.
 *
 * @param errorNs when its first token came, as it was measured, less when it was really written; absent where it was
 *     not measured
 * @param off whether that is more than the bound, or the control could not even be asked: then it was us
 */
record ControlReading(@Nullable Long errorNs, boolean off) {
    /** Of a round that no control was asked beside. */
    static final ControlReading NONE = new ControlReading(null, false);

    /** @param scheduled what the probe's scheduling delay counts from, as a {@code System.nanoTime()} value */
    static ControlReading of(ProbeResult result, ControlCall call, long scheduled, ErrorBound bound) {
        Clocks clocks = result.clocks();
        Long firstTokenNs = clocks == null ? null : clocks.firstTokenNs();
        if (result.outcome() != Outcome.OK || clocks == null || firstTokenNs == null) {
            return new ControlReading(null, true);
        }
        long firstTokenAt = scheduled + clocks.schedulingDelayNs() + firstTokenNs;
        long errorNs = firstTokenAt - call.spokeAt();
        return new ControlReading(errorNs, bound.exceededBy(errorNs, firstTokenNs));
    }
}
