package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.rollup.ControlRollup;
import dev.evenkeel.rollup.LogBins;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.samples.LastFailure;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.WindowSample;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rollups of a window, by target and by the start of the stretch of time that each is of.
 *
 * @param failures the latest of each target, where it is still kept
 */
record RolledUpEvidence(Map<UUID, SortedMap<Instant, Rollup>> byTarget, Map<UUID, LastFailure> failures)
        implements Evidence {
    /** Of the rollups, and of those of the samples whose rounds count already. */
    static RolledUpEvidence of(RolledUpWindow window, RankingQuestion question) {
        Map<UUID, SortedMap<Instant, Rollup>> byTarget = new HashMap<>();
        window.rollups().parallelStream()
                .map(one -> new Read(one.targetId(), one.startsAt(), one.rollup()))
                .toList()
                .forEach(one -> add(byTarget, one.targetId(), one.startsAt(), one.rollup()));
        Collection<WindowSample> settled =
                SettledRounds.of(window.samples(), question.campaign().targets().keySet(), question.settledBefore());
        Slo slo = question.campaign().slo() == null
                ? Slo.NONE
                : question.campaign().slo();
        settled.forEach(sample -> add(
                byTarget,
                sample.targetId(),
                Resolution.FIVE_MINUTES.floor(sample.scheduledAt()),
                Rollup.of(List.of(sample.observation()), slo)));
        return new RolledUpEvidence(
                byTarget,
                window.failures().stream().collect(Collectors.toMap(LastFailure::targetId, Function.identity())));
    }

    /** To read a month's rollups takes longer than all that is done with them on one thread. */
    private record Read(UUID targetId, Instant startsAt, Rollup rollup) {}

    private static void add(
            Map<UUID, SortedMap<Instant, Rollup>> byTarget, UUID target, Instant startsAt, Rollup rollup) {
        byTarget.computeIfAbsent(target, id -> new TreeMap<>()).merge(startsAt, rollup, Rollup::merge);
    }

    @Override
    public List<TargetWindow> targets(Map<UUID, TargetRef> asked) {
        return asked.entrySet().stream()
                .<TargetWindow>map(entry -> new RolledUpTarget(
                        entry.getValue(),
                        byTarget.getOrDefault(entry.getKey(), new TreeMap<>()),
                        failures.get(entry.getKey())))
                .toList();
    }

    @Override
    public Set<UUID> answered() {
        return byTarget.keySet();
    }

    /** A round's control is in the rollups of all its targets: of each stretch of time the fullest is taken. */
    @Override
    public Instrument instrument() {
        Map<Instant, ControlRollup> fullest = new HashMap<>();
        byTarget.values()
                .forEach(rollups -> rollups.forEach(
                        (start, rollup) -> fullest.merge(start, rollup.controls(), RolledUpEvidence::fuller)));
        List<Rollup> all = byTarget.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
        return Instrument.of(
                List.copyOf(fullest.values()),
                all.stream().mapToLong(Rollup::suspect).sum(),
                all.stream().mapToLong(Rollup::samples).sum());
    }

    private static ControlRollup fuller(ControlRollup one, ControlRollup other) {
        return Comparator.<ControlRollup>comparingLong(
                                        controls -> controls.errors().n())
                                .thenComparingLong(ControlRollup::maxNs)
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }

    @Override
    public double quantileErrorBound() {
        return LogBins.RELATIVE_ERROR;
    }
}
