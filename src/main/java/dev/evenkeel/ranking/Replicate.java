package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import java.util.Set;

/**
 * A bootstrap replicate: what one resample tells, read once for all its statistics. Only what the statistics asked for are
 * made of. Not thread-safe.
 */
final class Replicate implements Summary {
    private final boolean withP90;
    private final boolean withP95;
    private final boolean withP99;
    private final boolean withMad;
    private long n;
    private double mean;
    private double stddev;
    private double p50;
    private double p90 = Double.NaN;
    private double p95 = Double.NaN;
    private double p99 = Double.NaN;
    private double mad = Double.NaN;

    Replicate(Set<Statistic> asked) {
        withP90 = asked.contains(Statistic.P90);
        withP95 = asked.contains(Statistic.P95) || asked.contains(Statistic.TAIL_RATIO);
        withP99 = asked.contains(Statistic.P99);
        withMad = asked.contains(Statistic.ROBUST_CV);
    }

    void read(Resampled resample) {
        n = resample.n();
        mean = resample.mean();
        stddev = resample.stddev();
        p50 = resample.median();
        if (withP90) {
            p90 = resample.quantile(90);
        }
        if (withP95) {
            p95 = resample.quantile(95);
        }
        if (withP99) {
            p99 = resample.quantile(99);
        }
        if (withMad) {
            mad = resample.mad();
        }
    }

    @Override
    public long n() {
        return n;
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double stddev() {
        return stddev;
    }

    @Override
    public double quantile(int percent) {
        return switch (percent) {
            case 50 -> p50;
            case 90 -> p90;
            case 95 -> p95;
            case 99 -> p99;
            default -> throw new IllegalArgumentException("no statistic is made of p" + percent);
        };
    }

    @Override
    public double median() {
        return p50;
    }

    @Override
    public double mad() {
        return mad;
    }
}
