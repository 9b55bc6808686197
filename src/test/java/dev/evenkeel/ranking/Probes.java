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
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.WindowSample;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A campaign's samples in the making: each probe of a target comes five minutes after its last, unless told otherwise. */
final class Probes {
    static final Pulse PULSE = new Pulse(412, 0, null);
    static final Ladder LADDER = new Ladder(Map.of(
            Resolution.FIVE_MINUTES, Duration.ofDays(3),
            Resolution.HOUR, Duration.ofDays(40),
            Resolution.SIX_HOURS, Duration.ofDays(100),
            Resolution.DAY, Duration.ofDays(1_000)));
    static final Instant ASKED_AT = Instant.parse("2026-11-24T12:00:00.750Z");
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    static final long MS = 1_000_000;

    private final Map<UUID, TargetRef> targets = new HashMap<>();
    private final Map<UUID, TargetRef> formerTargets = new HashMap<>();
    private final List<WindowSample> samples = new ArrayList<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private Duration spacing = Duration.ofMinutes(5);
    private Connections connections = Connections.REUSE;

    static UUID idOf(String provider) {
        return UUID.nameUUIDFromBytes(provider.getBytes(StandardCharsets.UTF_8));
    }

    Probes target(String provider) {
        targets.put(idOf(provider), new TargetRef(provider, "kimi"));
        return this;
    }

    /** Times to first token from the first on, in ms, in no order. */
    static double[] ttft(int firstMs, int count) {
        double[] ttft = new double[count];
        Arrays.setAll(ttft, i -> firstMs + 7 * (i % 13));
        return ttft;
    }

    /** Successes with that time to first token. */
    Probes ok(String provider, double... ttftMs) {
        for (double ms : ttftMs) {
            add(provider, Outcome.OK, false, Math.round(ms * MS), Math.round((ms + 1_000) * MS), null, null);
        }
        return this;
    }

    Probes failed(String provider, Outcome outcome, int count, @Nullable Integer httpStatus, String error) {
        for (int i = 0; i < count; i++) {
            add(provider, outcome, false, null, 5 * MS, httpStatus, error);
        }
        return this;
    }

    /** @param ttftMs absent where not even a first token came */
    Probes timedOut(String provider, @Nullable Double ttftMs, double endMs) {
        Long ttft = ttftMs == null ? null : Math.round(ttftMs * MS);
        return add(provider, Outcome.TIMEOUT, false, ttft, Math.round(endMs * MS), null, "timed out");
    }

    Probes suspect(String provider, double ttftMs) {
        return add(provider, Outcome.OK, true, Math.round(ttftMs * MS), Math.round(ttftMs * MS), null, null);
    }

    /** Failures that were our network's. */
    Probes unreachable(String provider, int count) {
        for (int i = 0; i < count; i++) {
            add(provider, Outcome.CONNECT_ERROR, true, null, 5 * MS, null, "TCP connection could not be made");
        }
        return this;
    }

    private Probes add(
            String provider,
            Outcome outcome,
            boolean suspect,
            @Nullable Long ttftNs,
            Long endNs,
            @Nullable Integer httpStatus,
            @Nullable String error) {
        target(provider);
        int round = rounds.merge(provider, 1, Integer::sum) - 1;
        boolean ok = outcome == Outcome.OK;
        samples.add(new WindowSample(
                idOf(provider),
                new UUID(0, round),
                0,
                Vantage.DEFAULT,
                START.plus(spacing.multipliedBy(round)),
                outcome,
                suspect,
                ok ? Integer.valueOf(200) : httpStatus,
                ttftNs,
                ttftNs,
                ok ? endNs : null,
                endNs,
                ok ? Double.valueOf(20.0 * MS) : null,
                ok ? Double.valueOf(50.0) : null,
                round % 10 == 9
                        ? Duration.ofHours(1).toNanos()
                        : Duration.ofMinutes(5).toNanos(),
                null,
                new BigDecimal("0.001"),
                "USD",
                error));
        return this;
    }

    /** How long after a target's last probe its next comes. */
    Probes every(Duration chosen) {
        spacing = chosen;
        return this;
    }

    Probes on(Connections chosen) {
        connections = chosen;
        return this;
    }

    /** Takes a target out of the campaign; its samples stay. */
    Probes removed(String provider) {
        TargetRef target = targets.remove(idOf(provider));
        formerTargets.put(idOf(provider), Objects.requireNonNull(target, "target"));
        return this;
    }

    /** A target that has no sample. */
    Probes unasked(String provider) {
        targets.put(idOf(provider), new TargetRef(provider, "kimi"));
        return this;
    }

    RankingQuestion question(Metric metric, Statistic statistic) {
        return question(metric, statistic, Duration.ofHours(24));
    }

    RankingQuestion question(Metric metric, Statistic statistic, Duration window) {
        var parameters = new RankingParameters(window, metric, statistic, 3, ConnectionArm.REUSE, null, null, null);
        return RankingQuestion.of(campaign(), parameters, ASKED_AT, LADDER);
    }

    RankableCampaign campaign() {
        var policy =
                new RankingDefaults(Metric.TTFT, Statistic.CV, Duration.ofHours(24), 30, 0.95, Duration.ofMinutes(10));
        return new RankableCampaign(
                idOf("campaign"),
                "kimi",
                "Kimi K2.6",
                3,
                targets,
                formerTargets,
                policy,
                Duration.ZERO,
                connections,
                List.of(Vantage.DEFAULT),
                new Slo(1_000.0, 50.0));
    }

    SampleWindow window() {
        return new SampleWindow(PULSE, samples);
    }

    RankingView ranked(Metric metric, Statistic statistic) {
        return ranked(new Ranker(question(metric, statistic), 0.05), new SampledEvidence(samples));
    }

    static RankingView ranked(Ranker ranker, Evidence evidence) {
        return ranker.rank(PULSE, ranker.lineup(evidence), ASKED_AT);
    }
}
