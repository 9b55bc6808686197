package dev.evenkeel.probe;

import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.TargetRef;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The prober's own endpoint of known latency, and how to ask it: what it measures there tells how right it measures
 * elsewhere. It lies outside the egress guard by construction, since its calls are made here and can reach nothing but
 * its own port. Thread-safe.
 */
@ApplicationScoped
class Control {
    /** As short as keeps it clear of the work that starting a round makes: a round's samples wait for it. */
    static final Duration LATENCY = Duration.ofMillis(25);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final UUID NONE = new UUID(0, 0);

    private final ControlEndpoint endpoint;
    private final List<Lane> lanes;
    private final RoundRequest round;
    private final ProbeTarget target;
    private final StreamProtocol protocol;
    private final byte[] body;

    Control(ProbeClient client) throws InterruptedException {
        this.endpoint = ControlEndpoint.listen();
        this.lanes = client.lanesGuardedBy(guard());
        this.target = target(endpoint.baseUrl());
        this.round = round(target);
        this.protocol = StreamProtocol.of(target.protocol());
        this.body = protocol.body(round, target, ConnectionArm.REUSE);
    }

    /**
     * Asks the endpoint. This runs where probes are timed: of a call only its address is made here.
     *
     * @param loop which of the prober's event loops times it, counted on from 0
     * @param latency from the request's arrival there to the first token
     * @param scheduled when it was to fire, as a {@code System.nanoTime()} value
     * @param told on that event loop, once, within two seconds
     */
    void ask(int loop, Duration latency, long scheduled, Consumer<ControlReading> told) {
        Lane lane = lanes.get(Math.floorMod(loop, lanes.size()));
        ControlCall call = endpoint.announce(latency);
        var request = new ProbeRequest(endpoint.baseUrl(call), protocol.path(), null, body);
        var order = new ProbeOrder(round, target, ConnectionArm.REUSE, request, scheduled, 0);
        ProbeListener listener = result -> {
            endpoint.takeBack(call);
            told.accept(ControlReading.of(result, call, scheduled, lane.errorBound()));
        };
        lane.execute(() -> Admission.seek(order, lane, listener));
    }

    /** The same for all calls: a provider's permits are counted by its base URL. */
    private static ProbeTarget target(URI baseUrl) {
        return new ProbeTarget(
                NONE,
                new TargetRef("control", "control"),
                baseUrl,
                Protocol.OPENAI_CHAT,
                null,
                Integer.MAX_VALUE,
                Map.of(),
                null,
                null);
    }

    /** Belongs to no run. It says when to nobody: how long its probe may wait is all that counts. */
    private static RoundRequest round(ProbeTarget target) {
        return new RoundRequest(
                NONE,
                "control",
                NONE,
                0,
                1,
                "control",
                Instant.EPOCH,
                Instant.EPOCH.plus(PATIENCE),
                List.of(new ChatMessage("user", "control")),
                null,
                ControlAnswer.TOKENS,
                0.0,
                new ProbeTimeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
                Connections.REUSE,
                List.of(target),
                Map.of());
    }

    /** Permits the endpoint's own port, and nothing else. */
    private EgressGuard guard() {
        int port = endpoint.address().getPort();
        return new EgressGuard() {
            @Override
            public Optional<String> refusalOf(URI baseUrl) {
                return baseUrl.getPort() == port ? Optional.empty() : Optional.of("not the control");
            }

            @Override
            public Optional<String> refusalOf(URI baseUrl, InetAddress resolved) {
                return resolved.isLoopbackAddress() ? refusalOf(baseUrl) : Optional.of("not the control");
            }
        };
    }

    @PreDestroy
    void close() {
        endpoint.close();
    }
}
