package dev.evenkeel.launch;

import dev.evenkeel.simulator.PublishedProfiles;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What the process does once it is up: brings the demo campaigns, says where to look, and waits for its end. */
public final class Welcome implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(Welcome.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DemoCampaigns demo;
    private final String host;
    private final int port;

    @Inject
    Welcome(
            DemoCampaigns demo,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.demo = demo;
        this.host = host;
        this.port = port;
    }

    @Override
    public int run(String... args) {
        if (demo.wanted()) {
            bringDemo();
        }
        Quarkus.waitForExit();
        return 0;
    }

    /** A demo that can't be brought is no reason to stop a service that is up. */
    private void bringDemo() {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> demo.createInEmptyStore().ifNoItem().after(PATIENCE).fail());
        } catch (Throwable e) {
            LOG.warn("the demo campaigns could not be created", e);
            return;
        }
        String rankings = "http://" + host + ":" + port + "/api/v1/campaigns/" + PublishedProfiles.KIMI + "/rankings";
        LOG.infof("rankings appear within a minute: %s", rankings);
        LOG.infof("look with: curl -s '%s?statistic=p95'", rankings);
    }
}
