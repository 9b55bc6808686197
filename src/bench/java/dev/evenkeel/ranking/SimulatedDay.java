package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.rollup.Observation;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.WindowSample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The samples of a day of some targets, and their ranking by the service's own code. */
final class SimulatedDay {
    static final int CELLS = 288;

    private static final Instant END = Instant.parse("2026-11-24T00:00:00Z");
    private static final double NS_PER_MS = 1e6;

    private final List<WindowSample> samples = new ArrayList<>();
    private final Map<UUID, TargetRef> targets = new HashMap<>();
    private final boolean byRollups;

    SimulatedDay(boolean byRollups) {
        this.byRollups = byRollups;
    }

    /** Probes of one target, spread evenly over the day. */
    void add(String name, double[] milliseconds) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        targets.put(id, new TargetRef(name, "model"));
        for (int i = 0; i < milliseconds.length; i++) {
            Long ns = Math.round(milliseconds[i] * NS_PER_MS);
            Instant at = END.minus(Duration.ofDays(1)).plusMillis(86_400_000L * i / milliseconds.length);
            samples.add(new WindowSample(
                    id,
                    new UUID(0, i),
                    0,
                    Vantage.DEFAULT,
                    at,
                    Outcome.OK,
                    false,
                    200,
                    ns,
                    ns,
                    ns,
                    ns,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        }
    }

    /** Which cell the i-th of n probes lies in. */
    static int cellOf(int i, int n) {
        return (int) ((long) i * CELLS / n);
    }

    RankingView ranked(Statistic statistic, int seed) {
        var policy = new RankingDefaults(Metric.TTFT, statistic, Duration.ofDays(1), 30, 0.95, Duration.ofMinutes(10));
        var campaign = new RankableCampaign(
                new UUID(7, seed),
                "bench",
                "model",
                1,
                targets,
                Map.of(),
                policy,
                Duration.ZERO,
                Connections.REUSE,
                List.of(Vantage.DEFAULT),
                null);
        var parameters =
                new RankingParameters(null, null, null, null, ConnectionArm.REUSE, null, null, Estimand.WINDOW);
        Ladder ladder = new Ladder(Map.of(
                Resolution.FIVE_MINUTES, Duration.ofDays(3),
                Resolution.HOUR, Duration.ofDays(40),
                Resolution.SIX_HOURS, Duration.ofDays(100),
                Resolution.DAY, Duration.ofDays(1_000)));
        Ranker ranker = new Ranker(RankingQuestion.of(campaign, parameters, END, ladder), 0.05).ofTheAskedMetricAlone();
        Evidence evidence = byRollups ? rollups() : new SampledEvidence(samples);
        return ranker.rank(new Pulse(1, 0, null), ranker.lineup(evidence), END);
    }

    private Evidence rollups() {
        Map<UUID, SortedMap<Instant, List<Observation>>> observations = new HashMap<>();
        samples.forEach(sample -> observations
                .computeIfAbsent(sample.targetId(), id -> new TreeMap<>())
                .computeIfAbsent(Resolution.FIVE_MINUTES.floor(sample.scheduledAt()), at -> new ArrayList<>())
                .add(sample.observation()));
        Map<UUID, SortedMap<Instant, Rollup>> rollups = new HashMap<>();
        observations.forEach((target, byStart) -> {
            SortedMap<Instant, Rollup> own = new TreeMap<>();
            byStart.forEach((start, some) -> own.put(start, Rollup.of(some, Slo.NONE)));
            rollups.put(target, own);
        });
        return new RolledUpEvidence(rollups, Map.of());
    }
}
