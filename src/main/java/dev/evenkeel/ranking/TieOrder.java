package dev.evenkeel.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of the list. Groups of ties stand in the order of the statistic. In a group that order is chance and would change
 * with every sample, so that targets stand by steps of a quarter of the statistic, and by name within a step: the list stays as
 * it is from one revision to the next unless a value crosses a step. Where two of a group are told apart from each other,
 * though neither from the group's first, the better stands before the worse.
 */
final class TieOrder {
    private static final double STEP = Math.log(1.25);

    private TieOrder() {}

    /** Steps of a quarter on the log scale; the better, the lower. */
    static long step(double value, boolean higherIsBetter) {
        long step = Math.round(Comparison.log(value) / STEP);
        return higherIsBetter ? -step : step;
    }

    /**
     * Positions in the order of the statistic, as they shall be listed.
     *
     * @param placements in the order of the statistic
     * @param byStepAndName of positions in that order
     */
    static List<Integer> of(List<Placement> placements, Comparison comparison, Comparator<Integer> byStepAndName) {
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
                        .min(byStepAndName)
                        .orElseThrow();
                listed.add(next);
                waiting.remove(next);
            }
        }
        return List.copyOf(listed);
    }
}
