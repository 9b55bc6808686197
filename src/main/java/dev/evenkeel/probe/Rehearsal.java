package dev.evenkeel.probe;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * Asks the control, on every event loop, before the first round is taken. The first probes of a new JVM load classes
 * and run interpreted, which takes hundreds of milliseconds that would otherwise be measured as a provider's.
 */
@Singleton
class Rehearsal {
    static final int PROBES = 60;

    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Ahead of the channels, which bring the first rounds. */
    private static final int BEFORE_CHANNELS = 600;

    private final ProbeClient client;
    private final Control control;

    Rehearsal(ProbeClient client, Control control) {
        this.client = client;
        this.control = control;
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

    /** Gives how many of {@link #PROBES} were measured. */
    int rehearse() throws InterruptedException, ExecutionException, TimeoutException, SSLException {
        client.greetTls();
        int succeeded = 0;
        for (int i = 0; i < PROBES; i++) {
            succeeded += ask(i).errorNs() == null ? 0 : 1;
        }
        return succeeded;
    }

    private ControlReading ask(int loop) throws InterruptedException, ExecutionException, TimeoutException {
        var reading = new CompletableFuture<ControlReading>();
        control.ask(loop, Duration.ZERO, System.nanoTime(), reading::complete);
        return reading.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
