package dev.evenkeel.ranking;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of several targets differ by more than chance and by enough to matter, told for all pairs at
 * once: with ten identical targets the chance of telling any two apart is about 5 %, where 45 intervals of
 * 95 % each would tell some apart most of the time.
 *
 * <p>Single-step max-t (Westfall and Young, 1993) over a paired bootstrap: the difference of a pair is
 * that of the logarithms, its standard error is that of its resamples, and the critical value is the 95th
 * percentile of the largest studentised deviation of any pair in a resample. Where the statistic hangs on
 * rare events, a pair must besides differ either in how often those came or in what is left without them.
 */
final class Comparison {
    /** What stands in for 0 on the log scale: far below any duration in nanoseconds, any ratio, any share. */
    private static final double FLOOR = 1e-9;

    private final List<Contender> contenders;
    private final double minLogDifference;
    private final double inflation;
    private final double[][] logs;
    private final double critical;
    private final @Nullable Comparison ofBodies;

    private Comparison(List<Contender> contenders, double minPracticalDifference, double inflation) {
        this.contenders = List.copyOf(contenders);
        this.minLogDifference = Math.log1p(minPracticalDifference);
        this.inflation = inflation;
        this.logs = contenders.stream()
                .map(contender -> Arrays.stream(contender.resampled())
                        .map(Comparison::log)
                        .toArray())
                .toArray(double[][]::new);
        this.critical = criticalValue();
        this.ofBodies = contenders.stream().allMatch(contender -> contender.tail() == null)
                ? null
                : new Comparison(contenders.stream().map(Comparison::body).toList(), minPracticalDifference, inflation);
    }

    /** @param minPracticalDifference as a ratio less 1: 0.05 = 5 % */
    static Comparison of(List<Contender> contenders, double minPracticalDifference, double inflation) {
        return new Comparison(contenders, minPracticalDifference, inflation);
    }

    /** One without resamples has no body either, and takes no part; the others do. */
    private static Contender body(Contender contender) {
        Tail tail = contender.tail();
        return tail == null ? Contender.of(contender.point(), new double[0]) : tail.body();
    }

    /** Whether two of the contenders, by their place in the list, are told apart. */
    boolean toldApart(int one, int other) {
        double practical =
                log(contenders.get(one).practical()) - log(contenders.get(other).practical());
        if (!(Math.abs(practical) > minLogDifference)) {
            return false;
        }
        Pair pair = pair(one, other);
        return pair.comparable()
                && Math.abs(pair.difference()) > critical * inflation * pair.sigma()
                && tailsOrBodiesDiffer(one, other);
    }

    private boolean tailsOrBodiesDiffer(int one, int other) {
        Tail tail = contenders.get(one).tail();
        Tail otherTail = contenders.get(other).tail();
        return tail == null
                || otherTail == null
                || tail.distanceTo(otherTail) > critical
                || (ofBodies != null && ofBodies.toldApart(one, other));
    }

    private double criticalValue() {
        double[] largest = new double[Resampling.RESAMPLES];
        for (int one = 0; one < contenders.size(); one++) {
            for (int other = one + 1; other < contenders.size(); other++) {
                Pair pair = pair(one, other);
                if (pair.comparable() && pair.sigma() > 0) {
                    raise(largest, one, other, pair);
                }
            }
        }
        return Distribution.of(largest).quantile(95);
    }

    private void raise(double[] largest, int one, int other, Pair pair) {
        for (int r = 0; r < largest.length; r++) {
            double studentised = Math.abs(logs[one][r] - logs[other][r] - pair.difference()) / pair.sigma();
            if (studentised > largest[r]) {
                largest[r] = studentised;
            }
        }
    }

    private Pair pair(int one, int other) {
        double difference =
                log(contenders.get(one).point()) - log(contenders.get(other).point());
        int both = Math.min(logs[one].length, logs[other].length);
        int defined = 0;
        double sum = 0;
        double squares = 0;
        for (int r = 0; r < both; r++) {
            double deviation = logs[one][r] - logs[other][r] - difference;
            if (Double.isFinite(deviation)) {
                defined++;
                sum += deviation;
                squares += deviation * deviation;
            }
        }
        boolean comparable = defined >= (1 - ResampledStatistics.MAX_UNDEFINED) * Resampling.RESAMPLES;
        double variance = comparable ? Math.max(0, squares - sum * sum / defined) / (defined - 1) : Double.NaN;
        return new Pair(difference, Math.sqrt(variance), comparable);
    }

    /** NaN stays NaN. */
    static double log(double value) {
        return Math.log(Math.max(value, FLOOR));
    }

    private record Pair(double difference, double sigma, boolean comparable) {}
}
