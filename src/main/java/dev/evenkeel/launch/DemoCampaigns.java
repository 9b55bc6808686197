package dev.evenkeel.launch;

import dev.evenkeel.campaign.CampaignControl;
import dev.evenkeel.campaign.CampaignSpec;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.CampaignSpec.Target;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.campaign.ScheduleSpec;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.Simulator;
import dev.evenkeel.simulator.SimulatorServer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Two campaigns over the simulated providers, so that a new user sees within a minute that the order by
 * median is not the order by tail. They fire at once and then on a short schedule.
 */
@Singleton
final class DemoCampaigns {
    private static final Logger LOG = Logger.getLogger(DemoCampaigns.class);
    private static final List<String> PROVIDERS = List.of("provider-a", "provider-b", "provider-c");
    private static final int MAX_CONCURRENCY = 64;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Half a run is enough to be ranked, so that there is something to see within half a minute. */
    private static final Rounds ROUNDS = new Rounds(40, Duration.ofSeconds(1));

    private static final RankingDefaults RANKING =
            new RankingDefaults(Metric.TTFT, Statistic.CV, Duration.ofHours(1), 10, 0.95, Duration.ofMinutes(10));

    private final boolean enabled;
    private final Providers providers;
    private final CampaignControl campaigns;
    private final Simulator simulator;

    DemoCampaigns(
            @ConfigProperty(name = "evenkeel.demo", defaultValue = "false") boolean enabled,
            Providers providers,
            CampaignControl campaigns,
            Simulator simulator) {
        this.enabled = enabled;
        this.providers = providers;
        this.campaigns = campaigns;
        this.simulator = simulator;
    }

    /** Whether the operator wants them and there is somebody to ask. */
    boolean wanted() {
        return enabled && simulator.server().isPresent();
    }

    /** Creates and fires the demo campaigns if the store holds no campaign. */
    Uni<Void> createInEmptyStore() {
        Optional<SimulatorServer> server = simulator.server();
        if (server.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return campaigns.anyExist().chain(exist -> exist ? Uni.createFrom().voidItem() : create(server.get()));
    }

    private Uni<Void> create(SimulatorServer server) {
        LOG.info("the store is empty, demo campaigns are created");
        return Multi.createFrom()
                .iterable(PROVIDERS)
                .onItem()
                .transformToUniAndConcatenate(name -> providers.put(provider(name, server)))
                .onItem()
                .ignoreAsUni()
                .chain(() -> createAndFire(PublishedProfiles.KIMI, "Kimi K2.6"))
                .chain(() -> createAndFire(PublishedProfiles.DEEPSEEK, "DeepSeek V4 Pro"));
    }

    private Uni<Void> createAndFire(String name, String model) {
        return campaigns
                .put(name, spec(name, model))
                .chain(() -> campaigns.trigger(name))
                .replaceWithVoid();
    }

    private static Provider provider(String name, SimulatorServer server) {
        return new Provider(name, server.baseUrl(name), Protocol.OPENAI_CHAT, null, MAX_CONCURRENCY, null);
    }

    private static CampaignSpec spec(String name, String model) {
        return new CampaignSpec(
                "Demo: three simulated providers whose time to first token has the published median, p95 and"
                        + " spread of this model's, at a time scale of 1:10 (a published second lasts 0.1 s).",
                model,
                PROVIDERS.stream().map(provider -> Target.of(provider, name)).toList(),
                Workload.DEFAULT,
                new ScheduleSpec.Interval(INTERVAL, Duration.ZERO, Duration.ZERO, ScheduleSpec.Overlap.SKIP, INTERVAL),
                ROUNDS,
                CampaignSpec.DEFAULT_TIMEOUTS,
                null,
                RANKING,
                null,
                false,
                Connections.REUSE,
                List.of(Vantage.DEFAULT));
    }
}
