package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.WindowSample;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ranks made-up samples before the process is ready. The first rankings of a new JVM load classes and run interpreted, which
 * takes a second that whoever asks first would wait for.
 */
@Singleton
class RankingRehearsal {
    private static final int RANKINGS = 6;
    private static final int TARGETS = 3;
    private static final int ROUNDS = 60;
    private static final Pulse NOTHING = new Pulse(0, 0, null);

    /** Ahead of the channels and of the schedule. */
    private static final int BEFORE_CHANNELS = 600;

    private static final Logger LOG = Logger.getLogger(RankingRehearsal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final RankingParameters NO_PARAMETERS =
            new RankingParameters(null, null, null, null, null, null, null, null);

    private final boolean wanted;
    private final RankingSetup setup;
    private final Rankings rankings;
    private final RankingCache cache;
    private final RankingThreads threads;

    RankingRehearsal(
            @ConfigProperty(name = "evenkeel.api.enabled", defaultValue = "true") boolean wanted,
            RankingSetup setup,
            Rankings rankings,
            RankingCache cache,
            RankingThreads threads) {
        this.wanted = wanted;
        this.setup = setup;
        this.rankings = rankings;
        this.cache = cache;
        this.threads = threads;
    }

    void onStart(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) {
        if (wanted) {
            rehearseAll();
        }
    }

    private void rehearseAll() {
        CompletableFuture.runAsync(this::rehearse, threads).join();
        try {
            ask().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            LOG.infof("rankings not rehearsed with the store, the first will take longer: %s", e.getMessage());
        }
    }

    /** Of a campaign that there is not, so that there is nothing to read. */
    private Uni<Rankings.Answer> ask() {
        RankingQuestion question = setup.question(campaign(), NO_PARAMETERS);
        return rankings.campaign(question.campaign().name())
                .replaceWithVoid()
                .onFailure(ProblemException.class)
                .recoverWithNull()
                .chain(() -> rankings.pulse(question))
                .chain(() -> rankings.answer(question));
    }

    /** Gives how many bytes the answers have. */
    long rehearse() {
        RankableCampaign campaign = campaign();
        List<WindowSample> samples = samples(campaign, setup.now().minus(Duration.ofHours(6)));
        long bytes = 0;
        for (int i = 0; i < RANKINGS; i++) {
            RankingQuestion question = setup.question(campaign, NO_PARAMETERS);
            Evidence evidence = i % 2 == 0 ? rolledUp(samples) : new SampledEvidence(samples);
            Ranker ranker = setup.ranker(question);
            bytes += cache.bytes(ranker.rank(NOTHING, ranker.lineup(evidence), setup.now())).length;
        }
        return bytes;
    }

    private static RankableCampaign campaign() {
        Map<UUID, TargetRef> targets = new HashMap<>();
        for (int target = 0; target < TARGETS; target++) {
            targets.put(new UUID(0, target), new TargetRef("rehearsal-" + target, "none"));
        }
        return new RankableCampaign(
                new UUID(0, 0),
                "rehearsal",
                "none",
                1,
                targets,
                Map.of(),
                new RankingDefaults(Metric.TTFT, Statistic.CV, Duration.ofHours(24), 1, 0, Duration.ofMinutes(10)),
                Duration.ZERO,
                Connections.REUSE,
                List.of(Vantage.DEFAULT),
                null);
    }

    private static List<WindowSample> samples(RankableCampaign campaign, Instant from) {
        List<WindowSample> samples = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (UUID target : campaign.targets().keySet()) {
                long ttftNs = 100_000_000 + 1_000_000 * ((31L * round + 7 * target.getLeastSignificantBits()) % 50);
                samples.add(new WindowSample(
                        target,
                        new UUID(0, round),
                        0,
                        Vantage.DEFAULT,
                        from.plus(Duration.ofMinutes(5L * round)),
                        Outcome.OK,
                        false,
                        200,
                        ttftNs,
                        ttftNs,
                        2 * ttftNs,
                        2 * ttftNs,
                        1e6,
                        50.0,
                        null,
                        0L,
                        null,
                        null,
                        null));
            }
        }
        return samples;
    }

    private static Evidence rolledUp(List<WindowSample> samples) {
        Map<UUID, SortedMap<Instant, Rollup>> byTarget = new HashMap<>();
        samples.forEach(sample -> byTarget.computeIfAbsent(sample.targetId(), id -> new TreeMap<>())
                .put(
                        Resolution.FIVE_MINUTES.floor(sample.scheduledAt()),
                        Rollup.of(Rollup.of(List.of(sample.observation()), Slo.NONE)
                                .bytes())));
        return new RolledUpEvidence(byTarget, Map.of());
    }
}
