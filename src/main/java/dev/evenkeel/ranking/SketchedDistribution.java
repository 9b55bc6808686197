package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.NearestRank;
import dev.evenkeel.rollup.Sketch;

/**
 * Numbers of which the moments are known exactly, and for the rest in which of the log bins each lies. Quantiles are
 * within {@link dev.evenkeel.rollup.LogBins#RELATIVE_ERROR} of the exact ones; the MAD is off by a bin's width at
 * the median and one at the number that is as far from it at most: 2 % of the median and 1 % of itself. Immutable.
 */
final class SketchedDistribution implements WindowDistribution {
    private final Moments moments;
    private final Sketch sketch;

    SketchedDistribution(Moments moments, Sketch sketch) {
        this.moments = moments;
        this.sketch = sketch;
    }

    @Override
    public long n() {
        return moments.n();
    }

    @Override
    public double min() {
        return n() == 0 ? Double.NaN : moments.min();
    }

    @Override
    public double max() {
        return n() == 0 ? Double.NaN : moments.max();
    }

    @Override
    public double mean() {
        return n() == 0 ? Double.NaN : moments.mean();
    }

    @Override
    public double stddev() {
        return moments.stddev().orElse(Double.NaN);
    }

    /** No bin's value may say more than the extremes, which are known. */
    @Override
    public double quantile(int percent) {
        return n() == 0 ? Double.NaN : Math.max(moments.min(), Math.min(moments.max(), sketch.quantile(percent)));
    }

    @Override
    public double mad() {
        if (n() == 0) {
            return Double.NaN;
        }
        if (moments.min() == moments.max()) {
            return 0;
        }
        long[] upTo = BinBounds.cumulated(sketch);
        int medianPlace = placeOf(NearestRank.of(50, n()), upTo);
        return BinBounds.of(sketch).mad(place -> place < 0 ? 0 : upTo[place], n(), medianPlace, null);
    }

    private static int placeOf(long rank, long[] upTo) {
        int place = 0;
        while (upTo[place] < rank) {
            place++;
        }
        return place;
    }

    @Override
    public long tailEvents() {
        return sketch.above(TAIL_EVENT_MEDIANS * median());
    }

    @Override
    public double censoredQuantile(int percent, long below, long above) {
        long rank = NearestRank.of(percent, below + sketch.n() + above) - below;
        return rank < 1 || rank > sketch.n() ? Double.NaN : sketch.numberAt(rank);
    }
}
