package dev.evenkeel.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A distribution of durations, given by points of its quantile function and straight lines between
 * them.
 *
 * @param points in rising probability from 0 to 1, with values that never fall
 */
public record QuantileTable(List<Point> points) {
    /**
     * One point of the quantile function.
     *
     * @param probability in 0 to 1
     * @param seconds the value that this share of all draws doesn't exceed; more than 0
     */
    public record Point(double probability, double seconds) {
        public Point {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability must be in 0 to 1: " + probability);
            }
            if (!(seconds > 0 && seconds <= 3600)) {
                throw new IllegalArgumentException("seconds must be above 0 and an hour at most: " + seconds);
            }
        }
    }

    public QuantileTable {
        points = List.copyOf(points);
        if (points.size() < 2
                || points.get(0).probability() != 0
                || points.get(points.size() - 1).probability() != 1) {
            throw new IllegalArgumentException("points must reach from probability 0 to 1");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).probability() <= points.get(i - 1).probability()
                    || points.get(i).seconds() < points.get(i - 1).seconds()) {
                throw new IllegalArgumentException("points must rise: point " + i + " doesn't");
            }
        }
    }

    /** A table from alternating probabilities and seconds. */
    public static QuantileTable of(double... probabilitiesAndSeconds) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i + 1 < probabilitiesAndSeconds.length; i += 2) {
            points.add(new Point(probabilitiesAndSeconds[i], probabilitiesAndSeconds[i + 1]));
        }
        return new QuantileTable(points);
    }

    /** Every draw takes the same time. */
    public static QuantileTable constant(double seconds) {
        return of(0, seconds, 1, seconds);
    }

    /**
     * As many values as asked for, sorted, in nanoseconds: the quantiles at 1/n, 2/n … 1. Their
     * nearest-rank quantile at any multiple p of 1/n is exactly the table's value at p.
     */
    List<Long> sortedNanos(int n) {
        return IntStream.rangeClosed(1, n)
                .mapToObj(rank -> Math.round(secondsAt((double) rank / n) * 1e9))
                .toList();
    }

    double secondsAt(double probability) {
        int upper = 1;
        while (points.get(upper).probability() < probability) {
            upper++;
        }
        Point from = points.get(upper - 1);
        Point to = points.get(upper);
        double share = (probability - from.probability()) / (to.probability() - from.probability());
        return from.seconds() + share * (to.seconds() - from.seconds());
    }
}
