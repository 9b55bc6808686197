package dev.evenkeel.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of the list. Groups of ties stand in the order of the statistic; in a group, where that order is chance and would
 * change with every sample, targets stand by name, so that the list stays as it is from one revision to the next. Only
 * where two of a group are told apart from each other, though neither from the group's first, the better stands before the worse.
 */
final class TieOrder {
    private TieOrder() {}

    /**
     * Positions in the order of the statistic, as they shall be listed.
     *
     * @param placements in the order of the statistic
     * @param byName of positions in that order
     */
    static List<Integer> of(List<Placement> placements, Comparison comparison, Comparator<Integer> byName) {
        List<Integer> listed = new ArrayList<>();
        int groups =
                placements.isEmpty() ? 0 : placements.get(placements.size() - 1).tieGroup();
        for (int group = 1; group <= groups; group++) {
            int current = group;
            List<Integer> waiting = new ArrayList<>(IntStream.range(0, placements.size())
                    .filter(i -> placements.get(i).tieGroup() == current)
                    .boxed()
                    .toList());
            while (!waiting.isEmpty()) {
                Integer next = waiting.stream()
                        .filter(candidate -> waiting.stream()
                                .noneMatch(better -> better < candidate && comparison.toldApart(better, candidate)))
                        .min(byName)
                        .orElseThrow();
                listed.add(next);
                waiting.remove(next);
            }
        }
        return List.copyOf(listed);
    }
}
