package dev.evenkeel.ranking;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a window tells what targets are like in general. Behaviour drifts, and a stretch of time that is short against
 * the drift is one draw of it however many probes it holds: only blocks much longer than the memory of the process are
 * near to independent, and only a window of many such blocks tells how much they differ.
 *
 * @param autocorrelationTime in how much time the correlation between the levels of two moments falls by a factor of e: the
 *     longest of all targets and of all metrics that are told; a lower bound where it reaches half of what has a level; absent
 *     where none has {@value #MIN_BLOCKS} levels
 * @param blockLength of the cells that such an interval is drawn from: {@value #BLOCK_MEMORIES} autocorrelation times, which
 *     leaves their standard error some 6 % too small for an AR(1) process
 * @param offered whether the window holds {@value #MIN_BLOCKS} blocks, and that many have a level
 */
record LongRun(
        @Nullable Duration autocorrelationTime, @Nullable Duration blockLength, boolean offered) {
    private static final LongRun NOT_MEASURED = new LongRun(null, null, false);

    private static final int BLOCK_MEMORIES = 8;
    private static final int MIN_BLOCKS = 20;

    /**
     * @param levels of each target, by number of the cell of time
     * @param cell how long a cell is
     */
    static LongRun of(Collection<SortedMap<Long, Double>> levels, Duration cell, Duration window) {
        if (levels.stream().allMatch(ofTarget -> ofTarget.size() < MIN_BLOCKS)) {
            return NOT_MEASURED;
        }
        long memory = levels.stream().mapToLong(LongRun::memory).max().orElse(1);
        Duration block = cell.multipliedBy(BLOCK_MEMORIES * memory);
        long blocks = levels.stream()
                .flatMap(ofTarget -> ofTarget.keySet().stream())
                .map(number -> Math.floorDiv(number, BLOCK_MEMORIES * memory))
                .distinct()
                .count();
        boolean offered = blocks >= MIN_BLOCKS && window.compareTo(block.multipliedBy(MIN_BLOCKS)) >= 0;
        return new LongRun(cell.multipliedBy(memory), block, offered);
    }

    /**
     * In cells, at least 1. Told by how fast the correlation falls from that of neighbours on, and not by its sum, because the
     * noise of a cell's level lowers all correlations alike. No less than the distance of neighbours, which nothing finer is
     * known of.
     */
    private static long memory(SortedMap<Long, Double> levels) {
        if (levels.size() < 2) {
            return 1;
        }
        double[] series = new double[Math.toIntExact(levels.lastKey() - levels.firstKey() + 1)];
        Arrays.fill(series, Double.NaN);
        levels.forEach((cell, level) -> series[Math.toIntExact(cell - levels.firstKey())] = Math.log(level));
        int first = 1;
        while (first < series.length - 1 && !hasPairs(series, first)) {
            first++;
        }
        double neighbours = correlation(series, first);
        if (!(neighbours > 2 / Math.sqrt(levels.size()))) {
            return first;
        }
        int lag = first + 1;
        while (lag < series.length / 2 && !(hasPairs(series, lag) && correlation(series, lag) <= neighbours / Math.E)) {
            lag++;
        }
        return Math.max(first, lag - first);
    }

    /** Where a target is asked more rarely than once a cell, neighbours with a level lie further apart. */
    private static boolean hasPairs(double[] series, int lag) {
        return IntStream.range(0, series.length - lag)
                .anyMatch(i -> Double.isFinite(series[i]) && Double.isFinite(series[i + lag]));
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
