package dev.evenkeel.egress;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Reads credential files again at intervals, on a worker thread, so that those who send them never wait for a disk. */
@Singleton
final class CredentialRefresh {
    private static final Logger LOG = Logger.getLogger(CredentialRefresh.class);
    private static final long NONE = -1;

    private final Vertx vertx;
    private final ConfiguredCredentials credentials;
    private final Duration interval;
    private long timer = NONE;

    @Inject
    CredentialRefresh(Vertx vertx, ConfiguredCredentials credentials, EgressConfig config) {
        this.vertx = vertx;
        this.credentials = credentials;
        this.interval = config.credentialRefresh();
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("evenkeel.egress.credential-refresh must be at least 1ms");
        }
    }

    void start(@Observes StartupEvent started) {
        if (credentials.hasFiles()) {
            timer = vertx.setPeriodic(interval.toMillis(), id -> refresh());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
    }

    private void refresh() {
        vertx.executeBlocking(CredentialRefresh.this::refreshNow)
                .onFailure(e -> LOG.warnf(e, "credential refresh failed"));
    }

    private Boolean refreshNow() {
        credentials.refresh();
        return true;
    }
}
