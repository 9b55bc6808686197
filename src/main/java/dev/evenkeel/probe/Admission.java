package dev.evenkeel.probe;

import dev.evenkeel.measurement.Account;
import java.util.Optional;

/**
 * One probe's way to its start and from its end: refused during a cool-down, it waits for a permit until
 * its round expires, and gives that back when it has ended. Its clocks start with the permit, so that
 * {@code schedulingDelay} shows the wait, which is ours. Confined to its lane's event loop.
 */
final class Admission implements Permits.Applicant, ProbeListener {
    private final ProbeOrder order;
    private final Lane lane;
    private final ProbeListener listener;
    private final long appliedAt;

    private Admission(ProbeOrder order, Lane lane, ProbeListener listener) {
        this.order = order;
        this.lane = lane;
        this.listener = listener;
        this.appliedAt = lane.nanoTime();
    }

    static void seek(ProbeOrder order, Lane lane, ProbeListener listener) {
        new Admission(order, lane, listener).seek();
    }

    private void seek() {
        coolDown()
                .ifPresentOrElse(
                        refusal -> listener.ended(ProbeResult.refused(refusal)),
                        () -> lane.permits()
                                .apply(
                                        order.target().baseUrl(),
                                        order.target().maxConcurrency(),
                                        order.expires(),
                                        this));
    }

    /** A probe that was under way meanwhile may have been told to wait. */
    @Override
    public void granted() {
        coolDown()
                .ifPresentOrElse(
                        refusal -> ended(ProbeResult.refused(refusal)),
                        () -> Probe.start(order.waitedFor(lane.nanoTime() - appliedAt), lane, this));
    }

    @Override
    public void expired() {
        listener.ended(ProbeResult.refused("maxConcurrency: "
                + order.target().maxConcurrency()
                + " probes, this prober's share, were under way at this provider until the round expired"));
    }

    @Override
    public void headArrived() {
        listener.headArrived();
    }

    @Override
    public void ended(ProbeResult result) {
        lane.permits().release(order.target().baseUrl());
        listener.ended(result);
    }

    private Optional<String> coolDown() {
        return lane.coolDowns().refusalOf(Account.of(order.target()));
    }
}
