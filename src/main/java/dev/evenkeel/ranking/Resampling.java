package dev.evenkeel.ranking;

import org.jspecify.annotations.Nullable;

/**
 * Which cells each resample of the bootstrap drew, and how often: K cells with replacement out of K. One
 * matrix serves all targets and metrics, so that what hits all targets at once cancels in their
 * comparison. The same seed and K give the same matrix on every machine.
 */
final class Resampling {
    static final int RESAMPLES = 2_000;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final int[][] timesDrawn;
    private int @Nullable [][] timesDrawnByCell;
    private double @Nullable [][] weightsByCell;

    private Resampling(int[][] timesDrawn) {
        this.timesDrawn = timesDrawn;
    }

    /** Resamples as they are, of at least one cell. */
    static Resampling of(int[]... timesDrawn) {
        return new Resampling(timesDrawn);
    }

    static Resampling draw(int cells, long seed) {
        if (cells < 2 || cells > Short.MAX_VALUE) {
            throw new IllegalArgumentException("cells must be within 2 and " + Short.MAX_VALUE);
        }
        int[][] timesDrawn = new int[RESAMPLES][cells];
        long state = seed;
        for (int[] resample : timesDrawn) {
            for (int draw = 0; draw < cells; draw++) {
                state += GOLDEN_GAMMA;
                resample[(int) (((mix(state) >>> 32) * cells) >>> 32)]++;
            }
        }
        return new Resampling(timesDrawn);
    }

    /** SplitMix64 (Steele, Lea and Flood, 2014): fixed here because no JDK generator promises its sequence. */
    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    int cells() {
        return timesDrawn[0].length;
    }

    /** How many resamples there are. */
    int count() {
        return timesDrawn.length;
    }

    /** By cell, how often each of the resamples drew it. Not to be written to. Thread-safe. */
    synchronized int[][] timesDrawnByCell() {
        if (timesDrawnByCell == null) {
            int[][] byCell = new int[cells()][count()];
            for (int resample = 0; resample < count(); resample++) {
                for (int cell = 0; cell < cells(); cell++) {
                    byCell[cell][resample] = timesDrawn[resample][cell];
                }
            }
            timesDrawnByCell = byCell;
        }
        return timesDrawnByCell;
    }

    /** The same as {@link #timesDrawnByCell}, for sums of other than whole numbers. Not to be written to. Thread-safe. */
    synchronized double[][] weightsByCell() {
        if (weightsByCell == null) {
            int[][] byCell = timesDrawnByCell();
            double[][] weights = new double[cells()][count()];
            for (int cell = 0; cell < weights.length; cell++) {
                for (int resample = 0; resample < weights[cell].length; resample++) {
                    weights[cell][resample] = byCell[cell][resample];
                }
            }
            weightsByCell = weights;
        }
        return weightsByCell;
    }

    /** How often the resample drew each cell. Not to be written to. */
    int[] timesDrawn(int resample) {
        return timesDrawn[resample];
    }

    /** What a resample's deviation from the point estimate is multiplied by: √(K/(K−1)). */
    double inflation() {
        return inflation(cells());
    }

    static double inflation(int cells) {
        return Math.sqrt(cells / (cells - 1.0));
    }
}
