package dev.evenkeel.probe;

import dev.evenkeel.egress.CredentialHeader;
import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.pipeline.MissedRoundPublisher;
import dev.evenkeel.pipeline.SamplePublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real client with a guard, credentials and names that a test sets. */
final class ProbeBench implements AutoCloseable, EgressGuard, Credentials {
    static final String SECRET = "sk-secret";

    /** Names that resolve to these addresses; all others are asked of the platform. */
    Map<String, List<String>> names = Map.of();

    /** Addresses that may not be connected to. */
    volatile List<String> refusedAddresses = List.of();

    volatile @Nullable String urlRefusal;
    volatile @Nullable String credentialRefusal;
    volatile String secret = SECRET;

    private final ProberConfig config;
    private final ProbeClient client;

    ProbeBench() {
        this(Map.of(), null);
    }

    ProbeBench(Map<String, String> config, @Nullable SslContext trust) {
        this.config = ProberConfigTest.of(config);
        Network real = Network.of(this.config);
        SslContext tls = trust == null ? real.tls() : trust;
        var network = new Network(real.loops(), real.sockets(), tls, loop -> names(loop, real));
        this.client = new ProbeClient(network, this.config, this, this, Clock.systemUTC());
    }

    private NameLookup names(EventLoop loop, Network real) {
        NameLookup platform = real.names().apply(loop);
        return host -> {
            List<String> addresses = names.get(host);
            if (addresses == null) {
                return platform.lookUp(host);
            }
            return addresses.isEmpty()
                    ? loop.newFailedFuture(new UnknownHostException(host))
                    : loop.newSucceededFuture(addresses.stream()
                            .map(NetUtil::createInetAddressFromIpAddressString)
                            .toList());
        };
    }

    ProberConfig config() {
        return config;
    }

    ProbeClient client() {
        return client;
    }

    /** What fires rounds through this client, with a control of its own. */
    RoundProbes rounds(SamplePublisher publisher) {
        return rounds(publisher, missed -> Uni.createFrom().voidItem());
    }

    RoundProbes rounds(SamplePublisher publisher, MissedRoundPublisher missed) {
        var metrics = new ProbeMetrics(new SimpleMeterRegistry());
        var underWay = new RoundsUnderWay(client, control(), publisher, config, metrics);
        return new RoundProbes(
                client,
                new StreamSlots(client, config),
                underWay,
                new MissedRounds(missed, metrics),
                new FiredRounds(),
                Clock.systemUTC());
    }

    private Control control() {
        try {
            return new Control(client);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Sample probe(URI baseUrl) {
        return probe(Rounds.target(baseUrl), Rounds.PATIENT);
    }

    Sample probe(URI baseUrl, ProbeTimeouts timeouts) {
        return probe(Rounds.target(baseUrl), timeouts);
    }

    Sample probe(ProbeTarget target, ProbeTimeouts timeouts) {
        return await(start(target, timeouts));
    }

    CompletableFuture<Sample> start(ProbeTarget target, ProbeTimeouts timeouts) {
        return start(Rounds.round(Instant.now(), timeouts, target));
    }

    /** @param tolerance how long after its instant the round may still be probed */
    CompletableFuture<Sample> start(ProbeTarget target, Duration tolerance) {
        return start(Rounds.round(Instant.now(), tolerance, Rounds.PATIENT, target));
    }

    private CompletableFuture<Sample> start(RoundRequest round) {
        var sample = new CompletableFuture<Sample>();
        PreparedProbe prepared = client.prepare(round).get(0);
        client.fire(
                prepared,
                System.nanoTime(),
                0,
                result -> sample.complete(result.toSample(prepared, result.ownCause(), null)));
        return sample;
    }

    static Sample await(CompletableFuture<Sample> sample) {
        return sample.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public Optional<String> refusalOf(URI baseUrl) {
        return Optional.ofNullable(urlRefusal);
    }

    @Override
    public Optional<String> refusalOf(URI baseUrl, InetAddress resolved) {
        return refusedAddresses.contains(resolved.getHostAddress())
                ? Optional.of("address " + resolved.getHostAddress() + " is not allowed")
                : Optional.empty();
    }

    @Override
    public Optional<String> refusalOf(String name, URI baseUrl) {
        return Optional.ofNullable(credentialRefusal);
    }

    @Override
    public Optional<CredentialHeader> headerFor(String name, URI baseUrl) {
        return credentialRefusal == null
                ? Optional.of(new CredentialHeader("Authorization", "Bearer " + secret))
                : Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
