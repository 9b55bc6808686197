package dev.evenkeel.probe;

import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.ProbeTarget;
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
import javax.net.ssl.SSLException;

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
        for (EventExecutor each : network.loops()) {
            EventLoop loop = (EventLoop) each;
            var connector = new Connector(network, loop, maxResponseBytes, System::nanoTime);
            lanes.add(new Lane(connector, new HiccupMeter(loop, System::nanoTime), guard, clock, config));
        }
    }

    /**
     * Does what can be done before a round fires, in firing order: the arms of a target one after the other, which
     * first being as (run, round, vantage) determines. May read files: not for an event loop.
     */
    List<PreparedProbe> prepare(RoundRequest round) {
        List<PreparedProbe> probes = new ArrayList<>(round.probes());
        List<ConnectionArm> arms = round.seed().shuffled(round.connections().arms());
        for (ProbeTarget target : round.targetsInFiringOrder()) {
            arms.forEach(arm -> probes.add(PreparedProbe.of(round, target, arm, guard, credentials)));
        }
        return probes;
    }

    /** Runs something on an event loop. */
    void execute(Runnable task) {
        network.loops().execute(task);
    }

    /** Runs something on an event loop after a monotonic delay. */
    ScheduledFuture<?> after(long delayNs, Runnable task) {
        return network.loops().schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts one probe.
     *
     * @param scheduled when the round was to fire, as a {@code System.nanoTime()} value
     * @param queuedNs how long the probe has waited for our own limits
     * @param listener told on an event loop
     */
    void fire(PreparedProbe probe, long scheduled, long queuedNs, ProbeListener listener) {
        Runnable task = probe.fold(
                request -> {
                    Lane lane = laneOf(request.origin());
                    return () -> lane.execute(
                            () -> Admission.seek(probe.order(request, scheduled, queuedNs), lane, listener));
                },
                refusal -> () -> listener.ended(ProbeResult.refused(refusal)));
        task.run();
    }

    /** A lane of each event loop, in their order, whose probes another guard watches over. */
    List<Lane> lanesGuardedBy(EgressGuard other) {
        return lanes.stream().map(lane -> lane.guardedBy(other)).toList();
    }

    /** Does what the first TLS handshake would otherwise wait for. */
    void greetTls() throws SSLException {
        network.greetTls();
    }

    /** Which of the event loops a probe of that origin runs on, from 0. */
    int loopOf(Origin origin) {
        return Math.floorMod(origin.hashCode(), lanes.size());
    }

    private Lane laneOf(Origin origin) {
        return lanes.get(loopOf(origin));
    }

    /** Closes all connections; probes under way end untold. */
    @PreDestroy
    void close() {
        network.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(closed -> {});
    }
}
