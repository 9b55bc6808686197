package dev.evenkeel.samples;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Tokens;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.rollup.Observation;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.RollupKey;
import dev.evenkeel.rollup.TokenTotals;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums samples up at all resolutions at which what is that old is still kept. */
@Singleton
class RollupsOf {
    private final Ladder ladder;
    private final Clock clock;

    RollupsOf(Ladder ladder, Clock clock) {
        this.ladder = ladder;
        this.clock = clock;
    }

    /** @param slos that samples are judged by, by campaign */
    SortedMap<RollupKey, Rollup> samples(Collection<ReceivedSample> samples, Map<UUID, Slo> slos) {
        return atAllResolutions(finest(samples.stream().map(ReceivedSample::sample), slos), Resolution.DAY);
    }

    /** Of one campaign, none coarser than that. */
    SortedMap<RollupKey, Rollup> kept(Collection<Sample> samples, Slo slo, Resolution coarsest) {
        Map<UUID, Slo> slos =
                samples.stream().map(Sample::campaignId).distinct().collect(Collectors.toMap(id -> id, id -> slo));
        return atAllResolutions(finest(samples.stream(), slos), coarsest);
    }

    private static Map<RollupKey, Rollup> finest(Stream<Sample> samples, Map<UUID, Slo> slos) {
        Map<RollupKey, List<Observation>> byKey = samples.collect(
                Collectors.groupingBy(RollupsOf::key, Collectors.mapping(RollupsOf::observation, Collectors.toList())));
        Map<RollupKey, Rollup> finest = new HashMap<>();
        byKey.forEach((key, observations) ->
                finest.put(key, Rollup.of(observations, slos.getOrDefault(key.campaignId(), Slo.NONE))));
        return finest;
    }

    /** The first edge from which on rollups of that resolution are whole. */
    Instant keptSince(Resolution resolution) {
        return ladder.keptSince(resolution, clock.instant());
    }

    private SortedMap<RollupKey, Rollup> atAllResolutions(Map<RollupKey, Rollup> finest, Resolution coarsest) {
        SortedMap<RollupKey, Rollup> all = new TreeMap<>();
        Map<RollupKey, Rollup> finer = finest;
        for (Resolution resolution : Resolution.LADDER) {
            Map<RollupKey, Rollup> own = new HashMap<>();
            finer.forEach((key, rollup) -> own.merge(key.in(resolution), rollup, Rollup::merge));
            Instant since = keptSince(resolution);
            own.forEach((key, rollup) -> {
                if (!key.startsAt().isBefore(since)) {
                    all.put(key, rollup);
                }
            });
            if (resolution == coarsest) {
                return all;
            }
            finer = own;
        }
        return all;
    }

    private static RollupKey key(Sample sample) {
        return new RollupKey(
                sample.campaignId(),
                sample.specVersion(),
                sample.arm(),
                Resolution.FIVE_MINUTES,
                Resolution.FIVE_MINUTES.floor(sample.scheduledAt()),
                sample.targetId(),
                sample.vantage());
    }

    static Observation observation(Sample sample) {
        Clocks clocks = sample.clocks();
        Cost cost = sample.cost();
        Duration idleBefore = sample.idleBefore();
        return new Observation(
                sample.outcome(),
                sample.suspect(),
                clocks == null ? null : clocks.firstTokenNs(),
                clocks == null ? null : clocks.firstAnswerNs(),
                clocks == null ? null : clocks.lastTokenNs(),
                clocks == null ? null : clocks.endNs(),
                sample.itlNs(),
                sample.outputTokensPerSecond(),
                idleBefore == null ? null : idleBefore.toNanos(),
                sample.controlErrorNs(),
                tokens(sample.tokens()),
                cost == null ? null : cost.amount(),
                cost == null ? null : cost.currency());
    }

    private static TokenTotals tokens(@Nullable Tokens tokens) {
        return tokens == null
                ? TokenTotals.NONE
                : new TokenTotals(
                        count(tokens.input()),
                        count(tokens.output()),
                        count(tokens.reasoning()),
                        count(tokens.cached()));
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : Math.max(0, tokens);
    }
}
