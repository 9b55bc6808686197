package dev.evenkeel.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rollups of one resolution that start in {@code [from, to)}, both of them edges. */
public record RollupSpan(Resolution resolution, Instant from, Instant to) {
    public RollupSpan {
        if (!resolution.floor(from).equals(from) || !resolution.floor(to).equals(to)) {
            throw new IllegalArgumentException("from and to must be edges of the resolution");
        }
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to");
        }
    }

    /**
     * The fewest rollups, none coarser than asked for, that together cover {@code [from, to)} and nothing else: whole
     * coarse ones, and finer ones where the ends leave no room for them.
     */
    public static List<RollupSpan> covering(Instant from, Instant to, Resolution coarsest) {
        List<RollupSpan> spans = new ArrayList<>();
        cover(from, to, coarsest, spans);
        spans.sort(Comparator.comparing(RollupSpan::from));
        return List.copyOf(spans);
    }

    private static void cover(Instant from, Instant to, Resolution resolution, List<RollupSpan> spans) {
        if (!from.isBefore(to)) {
            return;
        }
        Instant first = resolution.ceiling(from);
        Instant last = resolution.floor(to);
        if (first.isBefore(last)) {
            spans.add(new RollupSpan(resolution, first, last));
        }
        if (resolution == Resolution.FIVE_MINUTES) {
            return;
        }
        Resolution finer = Resolution.LADDER.get(Resolution.LADDER.indexOf(resolution) - 1);
        if (first.isBefore(last)) {
            cover(from, first, finer, spans);
            cover(last, to, finer, spans);
        } else {
            cover(from, to, finer, spans);
        }
    }
}
