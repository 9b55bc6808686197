package dev.evenkeel.probe;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How right a round's control was measured.
 *
 * @param errorNs the time to first token that was measured less the one that the control really had; absent where it
 *     was not measured
 * @param off whether that is more than the bound, or the control could not even be asked: then it was us
 */
record ControlReading(@Nullable Long errorNs, boolean off) {
    /** Of a round that no control was asked beside. */
    static final ControlReading NONE = new ControlReading(null, false);

    static ControlReading of(ProbeResult result, ControlCall call, ErrorBound bound) {
        Clocks clocks = result.clocks();
        Long firstTokenNs = clocks == null ? null : clocks.firstTokenNs();
        Long connectedNs = clocks == null ? null : clocks.connectedNs();
        if (result.outcome() != Outcome.OK || firstTokenNs == null || connectedNs == null) {
            return new ControlReading(null, true);
        }
        // What connecting took is no part of what the endpoint can tell.
        long errorNs = firstTokenNs - connectedNs - call.trueTtftNs();
        return new ControlReading(errorNs, bound.exceededBy(errorNs, firstTokenNs));
    }
}
