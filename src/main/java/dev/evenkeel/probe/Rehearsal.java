package dev.evenkeel.probe;

import dev.evenkeel.egress.CredentialHeader;
import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.TargetRef;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * Probes a provider of its own, in this process, before the first round is taken. The first probes of a
 * new JVM load classes and run interpreted, which takes hundreds of milliseconds that would otherwise be
 * measured as a provider's.
 */
@Singleton
class Rehearsal {
    static final int PROBES = 60;

    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Ahead of the channels, which bring the first rounds. */
    private static final int BEFORE_CHANNELS = 600;

    private final ProbeClient client;
    private final ProberConfig config;
    private final Clock clock;

    Rehearsal(ProbeClient client, ProberConfig config, Clock clock) {
        this.client = client;
        this.config = config;
        this.clock = clock;
    }

    void onStart(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) {
        try {
            int succeeded = rehearse();
            LOG.infof("prober rehearsed probes=%d succeeded=%d", PROBES, succeeded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | SSLException | IllegalStateException e) {
            LOG.warn("prober not rehearsed: its first probes may be slowed by this process", e);
        }
    }

    /** Gives how many of {@link #PROBES} succeeded. */
    int rehearse() throws InterruptedException, ExecutionException, TimeoutException, SSLException {
        Network network = Network.of(config);
        network.greetTls();
        ProbeClient understudy = new ProbeClient(network, config, new EverythingAllowed(), new NoCredentials(), clock);
        try (RehearsalProvider provider = RehearsalProvider.listen()) {
            RoundRequest round = round(provider.baseUrl());
            // The real client, too, makes its event loops and resolvers now, and not for the first round.
            client.prepare(round);
            int succeeded = 0;
            for (int i = 0; i < PROBES; i++) {
                succeeded += probe(understudy, round) == Outcome.OK ? 1 : 0;
            }
            return succeeded;
        } finally {
            understudy.close();
        }
    }

    private static Outcome probe(ProbeClient client, RoundRequest round)
            throws InterruptedException, ExecutionException, TimeoutException {
        PreparedProbe probe = client.prepare(round).get(0);
        var done = new CompletableFuture<ProbeResult>();
        client.fire(probe, System.nanoTime(), done::complete);
        ProbeResult result = done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return result.outcome();
    }

    private RoundRequest round(URI baseUrl) {
        Instant now = clock.instant();
        ProbeTarget target = new ProbeTarget(
                UUID.randomUUID(),
                new TargetRef("rehearsal", "rehearsal"),
                baseUrl,
                Protocol.OPENAI_CHAT,
                null,
                1,
                Map.of(),
                null,
                null);
        return new RoundRequest(
                UUID.randomUUID(),
                "rehearsal",
                UUID.randomUUID(),
                0,
                1,
                "rehearsal",
                now,
                now.plus(PATIENCE),
                List.of(new ChatMessage("user", "rehearsal")),
                null,
                RehearsalProvider.TOKENS,
                0.0,
                new ProbeTimeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
                Connections.REUSE,
                List.of(target));
    }

    /** The rehearsal asks this process alone. */
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
            return Optional.of("the rehearsal sends none");
        }

        @Override
        public Optional<CredentialHeader> headerFor(String name, URI baseUrl) {
            return Optional.empty();
        }
    }
}
