package dev.evenkeel.samples;

import dev.evenkeel.rollup.Difference;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.RollupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a check of rollups found.
 *
 * @param checked how many were compared
 * @param differing how many of them differ
 * @param repaired how many were put right, those that were counted by another SLO among them
 * @param differences the first {@value #TOLD} of them
 */
record CheckedRollups(long checked, long differing, long repaired, List<Found> differences) {
    static final CheckedRollups NONE = new CheckedRollups(0, 0, 0, List.of());

    private static final int TOLD = 100;

    CheckedRollups {
        differences = List.copyOf(differences);
    }

    /** @param what the parts that differ */
    record Found(RollupKey key, List<Difference> what) {
        Found {
            what = List.copyOf(what);
        }
    }

    static CheckedRollups compare(Map<RollupKey, Rollup> kept, Map<RollupKey, Rollup> expected) {
        Set<RollupKey> keys = new TreeSet<>(kept.keySet());
        keys.addAll(expected.keySet());
        List<Found> found = new ArrayList<>();
        for (RollupKey key : keys) {
            List<Difference> what = Difference.between(kept.get(key), expected.get(key));
            if (!what.isEmpty()) {
                found.add(new Found(key, what));
            }
        }
        return new CheckedRollups(keys.size(), found.size(), 0, found.subList(0, Math.min(TOLD, found.size())));
    }

    static boolean same(@Nullable Rollup kept, @Nullable Rollup expected, boolean bySameSlo) {
        return Difference.between(kept, expected).isEmpty()
                && (!bySameSlo || kept == null || expected == null || Objects.equals(kept.slo(), expected.slo()));
    }

    CheckedRollups repaired(long count) {
        return new CheckedRollups(checked, differing, count, differences);
    }

    CheckedRollups plus(CheckedRollups other) {
        List<Found> both = new ArrayList<>(differences);
        other.differences.stream().limit(TOLD - both.size()).forEach(both::add);
        return new CheckedRollups(
                checked + other.checked, differing + other.differing, repaired + other.repaired, both);
    }
}
