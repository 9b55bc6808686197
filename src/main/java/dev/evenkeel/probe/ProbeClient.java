package dev.evenkeel.probe;

import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.RoundRequest;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends probes over connections and event loops of its own. Thread-safe. */
@ApplicationScoped
class ProbeClient {
    private final Network network;
    private final EgressGuard guard;
    private final Credentials credentials;
    private final List<Lane> lanes = new ArrayList<>();

    @Inject
    ProbeClient(ProberConfig config, EgressGuard guard, Credentials credentials, Clock clock) {
        this(Network.of(config), config, guard, credentials, clock);
    }

    ProbeClient(Network network, ProberConfig config, EgressGuard guard, Credentials credentials, Clock clock) {
        this.network = network;
        this.guard = guard;
        this.credentials = credentials;
        long maxResponseBytes = config.maxResponseBytes().asLongValue();
        for (EventExecutor loop : network.loops()) {
            var connector = new Connector(network, (EventLoop) loop, maxResponseBytes, System::nanoTime);
            lanes.add(new Lane((EventLoop) loop, connector, guard, clock, config));
        }
    }

    /** Does what can be done before a round fires, in firing order. May read files: not for an event loop. */
    List<PreparedProbe> prepare(RoundRequest round) {
        return round.targetsInFiringOrder().stream()
                .map(target -> PreparedProbe.of(round, target, guard, credentials))
                .toList();
    }

    /** Runs something on an event loop after a monotonic delay. */
    ScheduledFuture<?> after(long delayNs, Runnable task) {
        return network.loops().schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts one probe.
     *
     * @param scheduled when the round was to fire, as a {@code System.nanoTime()} value
     * @param listener told on an event loop
     */
    void fire(PreparedProbe probe, long scheduled, ProbeListener listener) {
        Runnable task = probe.fold(
                request -> sending(new ProbeOrder(probe.round(), probe.target(), request, scheduled), listener),
                refusal -> () -> listener.ended(ProbeResult.refused(refusal)));
        task.run();
    }

    private Runnable sending(ProbeOrder order, ProbeListener listener) {
        Lane lane = laneOf(order.request().origin());
        return () -> lane.execute(() -> Admission.seek(order, lane, listener));
    }

    private Lane laneOf(Origin origin) {
        return lanes.get(Math.floorMod(origin.hashCode(), lanes.size()));
    }

    /** Closes all connections; probes under way end untold. */
    @PreDestroy
    void close() {
        network.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(closed -> {});
    }
}
