package dev.evenkeel.ranking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target's place.
 *
 * @param rank 1-based position in the list; targets of one group have ranks of their own, in the order that
 *     {@link TieOrder} gives
 * @param tieGroup 1-based; targets of one group are not told apart from the group's first
 * @param rankLow best place that it could have: after those that are told apart from it and better
 * @param rankHigh worst place that it could have: before those that are told apart from it and worse
 * @param probabilityBest share of the resamples in which no other target was better, equals sharing;
 *     absent where one of the targets has no resamples
 */
record Placement(
        int rank,
        int tieGroup,
        int rankLow,
        int rankHigh,
        @Nullable Double probabilityBest) {
    Placement {
        if (rankLow > rank || rank > rankHigh) {
            throw new IllegalArgumentException("rankLow <= rank <= rankHigh must hold");
        }
    }

    /** The same at another position of the list. */
    Placement at(int position) {
        return new Placement(position, tieGroup, rankLow, rankHigh, probabilityBest);
    }

    /**
     * Of contenders in the order of their statistic, the best first. In that order each joins the current
     * group unless it is told apart from the group's first member.
     */
    static List<Placement> of(List<Contender> ordered, Comparison comparison, boolean higherIsBetter) {
        double[] best = probabilitiesBest(ordered, higherIsBetter);
        List<Placement> placements = new ArrayList<>();
        int group = 0;
        int first = 0;
        for (int i = 0; i < ordered.size(); i++) {
            if (i == 0 || comparison.toldApart(first, i)) {
                group++;
                first = i;
            }
            int better = 0;
            int worse = 0;
            for (int j = 0; j < ordered.size(); j++) {
                if (j != i && comparison.toldApart(j, i)) {
                    better += j < i ? 1 : 0;
                    worse += j > i ? 1 : 0;
                }
            }
            Double probabilityBest = best.length == 0 ? null : best[i];
            placements.add(new Placement(i + 1, group, 1 + better, ordered.size() - worse, probabilityBest));
        }
        return List.copyOf(placements);
    }

    /** Nothing where one of them was not resampled: how often it would be the best nobody knows. */
    private static double[] probabilitiesBest(List<Contender> contenders, boolean higherIsBetter) {
        if (contenders.stream().anyMatch(contender -> contender.resampled().length == 0)) {
            return new double[0];
        }
        double[] wins = new double[contenders.size()];
        for (int r = 0; r < Resampling.RESAMPLES; r++) {
            award(contenders, r, higherIsBetter, wins);
        }
        for (int i = 0; i < wins.length; i++) {
            wins[i] /= Resampling.RESAMPLES;
        }
        return wins;
    }

    /** Who has no value of its own in a resample stands with its point estimate. */
    private static void award(List<Contender> contenders, int resample, boolean higherIsBetter, double[] wins) {
        double best = Double.POSITIVE_INFINITY;
        int winners = 0;
        double[] costs = new double[contenders.size()];
        for (int i = 0; i < costs.length; i++) {
            Contender contender = contenders.get(i);
            double own = contender.resampled()[resample];
            double value = Double.isNaN(own) ? contender.point() : own;
            costs[i] = higherIsBetter ? -value : value;
            winners = costs[i] < best ? 1 : costs[i] == best ? winners + 1 : winners;
            best = Math.min(best, costs[i]);
        }
        for (int i = 0; i < costs.length; i++) {
            wins[i] += costs[i] == best ? 1.0 / winners : 0;
        }
    }
}
