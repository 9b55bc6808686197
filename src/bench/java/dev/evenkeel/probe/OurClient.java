package dev.evenkeel.probe;

import dev.evenkeel.egress.CredentialHeader;
import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.TargetRef;
import io.netty.channel.EventLoopGroup;
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
import org.jspecify.annotations.Nullable;

/** All that the benchmarks know of the probe's client. */
final class OurClient implements AutoCloseable {
    private static final String PROMPT = "Tell a story of about sixty words, and nothing else. ".repeat(16);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Network network;
    private final ProbeClient client;

    OurClient(Map<String, String> settings) {
        ProberConfig config = ProberConfigTest.of(settings);
        network = Network.of(config);
        client = new ProbeClient(network, config, new EverythingAllowed(), new NoCredentials(), Clock.systemUTC());
    }

    EventLoopGroup loops() {
        return network.loops();
    }

    static ProbeTarget target(URI baseUrl, int maxConcurrency) {
        return new ProbeTarget(
                UUID.randomUUID(),
                new TargetRef("truth", "m"),
                baseUrl,
                Protocol.OPENAI_CHAT,
                null,
                maxConcurrency,
                Map.of(),
                null,
                null);
    }

    static ProbeTimeouts patient() {
        return new ProbeTimeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE);
    }

    /** Begins one probe that is due now; its sample is told on an event loop. */
    void probe(ProbeTarget target, ProbeTimeouts timeouts, Consumer<Finished> listener) {
        RoundRequest round = round(target, timeouts);
        for (PreparedProbe probe : client.prepare(round)) {
            long scheduled = System.nanoTime();
            client.fire(
                    probe,
                    scheduled,
                    0,
                    result ->
                            listener.accept(new Finished(scheduled, result.toSample(probe, result.ownCause(), null))));
        }
    }

    private static RoundRequest round(ProbeTarget target, ProbeTimeouts timeouts) {
        Instant now = Instant.now();
        return new RoundRequest(
                UUID.randomUUID(),
                "benchmark",
                UUID.randomUUID(),
                0,
                1,
                "benchmark",
                now,
                now.plus(PATIENCE),
                List.of(new ChatMessage("user", PROMPT)),
                null,
                64,
                0.0,
                timeouts,
                Connections.REUSE,
                List.of(target),
                Map.of());
    }

    @Override
    public void close() {
        client.close();
    }

    /** @param scheduled when the probe was due, as a {@code System.nanoTime()} value */
    record Finished(long scheduled, Sample sample) {
        /** Absent where there was no whole stream. */
        @Nullable
        Reading reading() {
            Clocks clocks = sample.clocks();
            String mark = sample.systemFingerprint();
            if (clocks == null || mark == null || clocks.schedulingDelayNs() < 0) {
                return null;
            }
            Long firstByte = clocks.firstByteNs();
            Long firstToken = clocks.firstTokenNs();
            Long lastToken = clocks.lastTokenNs();
            if (firstByte == null || firstToken == null || lastToken == null || sample.error() != null) {
                return null;
            }
            long start = scheduled + clocks.schedulingDelayNs();
            return new Reading(
                    TruthEvents.sequenceIn(mark),
                    start,
                    start + firstByte,
                    start + firstToken,
                    start + lastToken,
                    sample.suspect(),
                    clocks.schedulingDelayNs(),
                    sample.clientStallNs());
        }
    }

    private static final class EverythingAllowed implements EgressGuard {
        @Override
        public Optional<String> refusalOf(URI baseUrl) {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusalOf(URI baseUrl, InetAddress resolved) {
            return Optional.empty();
        }
    }

    private static final class NoCredentials implements Credentials {
        @Override
        public Optional<String> refusalOf(String name, URI baseUrl) {
            return Optional.of("a benchmark sends none");
        }

        @Override
        public Optional<CredentialHeader> headerFor(String name, URI baseUrl) {
            return Optional.empty();
        }
    }
}
