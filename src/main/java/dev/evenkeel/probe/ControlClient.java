package dev.evenkeel.probe;

import java.util.List;

/** Sends probes on an event loop of one's choice. Thread-safe. */
final class ControlClient {
    private final List<Lane> lanes;

    /** @param lanes one for each of the prober's event loops */
    ControlClient(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    /**
     * Starts one probe.
     *
     * @param loop which of the prober's event loops times it, counted on from 0
     * @param scheduled when it was to fire, as a {@code System.nanoTime()} value
     * @param listener told on that event loop
     */
    void fire(PreparedProbe probe, int loop, long scheduled, ProbeListener listener) {
        Lane lane = lanes.get(Math.floorMod(loop, lanes.size()));
        Runnable task = probe.fold(
                request -> () -> lane.execute(() -> Admission.seek(probe.order(request, scheduled, 0), lane, listener)),
                refusal -> () -> listener.ended(ProbeResult.refused(refusal)));
        task.run();
    }
}
