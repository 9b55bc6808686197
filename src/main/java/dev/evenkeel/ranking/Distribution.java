package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.NearestRank;
import java.util.Arrays;

/** A set of numbers, in order. Exact; immutable. */
final class Distribution implements WindowDistribution {
    private final double[] sorted;
    private final Moments moments;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
        this.moments = Moments.of(sorted);
    }

    /** Of finite numbers, in any order. */
    static Distribution of(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return new Distribution(sorted);
    }

    @Override
    public long n() {
        return sorted.length;
    }

    @Override
    public double min() {
        return sorted.length == 0 ? Double.NaN : sorted[0];
    }

    @Override
    public double max() {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
    }

    @Override
    public double mean() {
        return sorted.length == 0 ? Double.NaN : moments.mean();
    }

    @Override
    public double stddev() {
        return moments.stddev().orElse(Double.NaN);
    }

    @Override
    public double quantile(int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) NearestRank.of(percent, sorted.length) - 1];
    }

    @Override
    public double mad() {
        double median = median();
        return of(Arrays.stream(sorted).map(number -> Math.abs(number - median)).toArray())
                .median();
    }

    @Override
    public long tailEvents() {
        double bound = TAIL_EVENT_MEDIANS * median();
        return Arrays.stream(sorted).filter(number -> number > bound).count();
    }

    @Override
    public double censoredQuantile(int percent, long below, long above) {
        long index = NearestRank.of(percent, below + sorted.length + above) - 1 - below;
        return index < 0 || index >= sorted.length ? Double.NaN : sorted[(int) index];
    }
}
