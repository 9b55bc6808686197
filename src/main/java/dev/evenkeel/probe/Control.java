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
import java.time.Clock;
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

    private final ErrorBound bound;
    private final Clock clock;
    private final ControlEndpoint endpoint;
    private final ControlClient client;

    Control(ProbeClient client, ProberConfig config, Clock clock) throws InterruptedException {
        this.bound = new ErrorBound(config.leastErrorBound());
        this.clock = clock;
        this.endpoint = ControlEndpoint.listen();
        this.client = client.guardedBy(guard());
    }

    /**
     * Asks the endpoint.
     *
     * @param loop which of the prober's event loops times it, counted on from 0
     * @param latency from the request's arrival there to the first token
     * @param scheduled when it was to fire, as a {@code System.nanoTime()} value
     * @param told on that event loop, once, within two seconds
     */
    void ask(int loop, Duration latency, long scheduled, Consumer<ControlReading> told) {
        ControlCall call = endpoint.announce(latency);
        client.fire(probe(call), loop, scheduled, result -> {
            endpoint.takeBack(call);
            told.accept(ControlReading.of(result, call, scheduled, bound));
        });
    }

    private PreparedProbe probe(ControlCall call) {
        URI baseUrl = endpoint.baseUrl(call);
        var target = new ProbeTarget(
                new UUID(0, 0),
                new TargetRef("control", "control"),
                // The same for all calls: a provider's permits are counted by it.
                baseUrl.resolve("/"),
                Protocol.OPENAI_CHAT,
                null,
                Integer.MAX_VALUE,
                Map.of(),
                null,
                null);
        RoundRequest round = round(target);
        StreamProtocol protocol = StreamProtocol.of(target.protocol());
        var request =
                new ProbeRequest(baseUrl, protocol.path(), null, protocol.body(round, target, ConnectionArm.REUSE));
        return PreparedProbe.sending(round, target, ConnectionArm.REUSE, request);
    }

    private RoundRequest round(ProbeTarget target) {
        Instant now = clock.instant();
        return new RoundRequest(
                new UUID(0, 0),
                "control",
                new UUID(0, 0),
                0,
                1,
                "control",
                now,
                now.plus(PATIENCE),
                List.of(new ChatMessage("user", "control")),
                null,
                ControlAnswer.TOKENS,
                0.0,
                new ProbeTimeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
                Connections.REUSE,
                List.of(target));
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
