package dev.evenkeel.ranking;

import dev.evenkeel.rollup.NearestRank;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a quantile lies in each resample, found for all of them at once: from where it lies without weights, place by place
 * as far as any of them has it. A processor compares several resamples at a time, and most have it within a few places.
 */
final class QuantilePlaces {
    /** A search resample by resample costs about as much as so many places of which every cell is added. */
    private static final int MOST_PLACES = 12;

    private final CumulativeWeights weights;
    private final int[] ranks;
    private final int[] places;
    private long left;

    private QuantilePlaces(CumulativeWeights weights, int[] ranks, int start, int cells) {
        this.weights = weights;
        this.ranks = ranks;
        this.places = new int[ranks.length];
        this.left = (long) MOST_PLACES * cells;
        Arrays.fill(places, start);
    }

    /**
     * By resample; of no meaning where nothing was drawn. Absent where they lie too far apart to be found like this.
     *
     * @param start where it lies without weights
     * @param last place of all
     * @param cells of the resampling
     */
    static int @Nullable [] of(int percent, int start, int last, int cells, CumulativeWeights weights) {
        int[] ranks = Arrays.stream(weights.inAll(last))
                .map(n -> Math.toIntExact(NearestRank.of(percent, n)))
                .toArray();
        QuantilePlaces found = new QuantilePlaces(weights, ranks, start, cells);
        return found.upTo(last) && found.downFrom(start) ? found.places : null;
    }

    private boolean upTo(int last) {
        for (int place = places[0]; place < last; place++) {
            if (!isWithinReach(place)) {
                return false;
            }
            int[] upTo = weights.inAll(place);
            if (!isAnyBelow(upTo)) {
                return true;
            }
            for (int i = 0; i < places.length; i++) {
                places[i] += (upTo[i] - ranks[i]) >>> 31;
            }
        }
        return true;
    }

    private boolean downFrom(int start) {
        for (int place = start - 1; place >= 0; place--) {
            if (!isWithinReach(place)) {
                return false;
            }
            int[] upTo = weights.inAll(place);
            if (!isAnyReached(upTo)) {
                return true;
            }
            for (int i = 0; i < places.length; i++) {
                places[i] -= ((upTo[i] - ranks[i]) >>> 31) ^ 1;
            }
        }
        return true;
    }

    private boolean isWithinReach(int place) {
        left -= weights.cost(place);
        return left >= 0;
    }

    private boolean isAnyBelow(int[] upTo) {
        for (int i = 0; i < upTo.length; i++) {
            if (upTo[i] < ranks[i]) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnyReached(int[] upTo) {
        for (int i = 0; i < upTo.length; i++) {
            if (upTo[i] >= ranks[i]) {
                return true;
            }
        }
        return false;
    }
}
