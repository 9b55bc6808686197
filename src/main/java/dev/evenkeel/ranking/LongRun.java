package dev.evenkeel.ranking;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;

/**
 * Whether a window tells what targets are like in general. Behaviour drifts, and a stretch of time that is short against
 * the drift is one draw of it however many probes it holds: only blocks much longer than the memory of the process are
 * near to independent, and only a window of many such blocks tells how much they differ.
 *
 * @param autocorrelationTime in how much time the correlation between the levels of two moments falls by a factor of e: the
 *     longest of all targets; a lower bound where it exceeds an eighth of the window
 * @param blockLength of the cells that such an interval is drawn from: {@value #BLOCK_MEMORIES} autocorrelation times, which
 *     leaves their standard error some 6 % too small for an AR(1) process
 * @param offered whether the window holds {@value #MIN_BLOCKS} blocks
 */
record LongRun(Duration autocorrelationTime, Duration blockLength, boolean offered) {
    private static final int BLOCK_MEMORIES = 8;
    private static final int MIN_BLOCKS = 20;

    /**
     * @param levels of each target, by number of the cell of time
     * @param cell how long a cell is
     */
    static LongRun of(Collection<SortedMap<Long, Double>> levels, Duration cell, Duration window) {
        long memory = levels.stream().mapToLong(LongRun::memory).max().orElse(1);
        Duration block = cell.multipliedBy(BLOCK_MEMORIES * memory);
        return new LongRun(cell.multipliedBy(memory), block, window.compareTo(block.multipliedBy(MIN_BLOCKS)) >= 0);
    }

    /**
     * In cells, at least 1. Told by how fast the correlation falls from that of neighbours on, and not by its sum, because the
     * noise of a cell's level lowers all correlations alike.
     */
    private static long memory(SortedMap<Long, Double> levels) {
        if (levels.size() < 2) {
            return 1;
        }
        double[] series = new double[Math.toIntExact(levels.lastKey() - levels.firstKey() + 1)];
        Arrays.fill(series, Double.NaN);
        levels.forEach((cell, level) -> series[Math.toIntExact(cell - levels.firstKey())] = Math.log(level));
        double neighbours = correlation(series, 1);
        if (!(neighbours > 2 / Math.sqrt(levels.size()))) {
            return 1;
        }
        int lag = 2;
        while (lag < series.length / 2 && correlation(series, lag) > neighbours / Math.E) {
            lag++;
        }
        return lag - 1L;
    }

    /** Over the pairs of cells that both have a level; NaN where there are none, or no spread. */
    private static double correlation(double[] series, int lag) {
        double mean = Arrays.stream(series).filter(Double::isFinite).average().orElse(0);
        double products = 0;
        double squares = 0;
        int pairs = 0;
        int cells = 0;
        for (int i = 0; i < series.length; i++) {
            if (Double.isFinite(series[i])) {
                squares += (series[i] - mean) * (series[i] - mean);
                cells++;
                if (i + lag < series.length && Double.isFinite(series[i + lag])) {
                    products += (series[i] - mean) * (series[i + lag] - mean);
                    pairs++;
                }
            }
        }
        return products / pairs / (squares / cells);
    }
}
