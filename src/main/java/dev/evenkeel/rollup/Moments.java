package dev.evenkeel.rollup;

import java.util.OptionalDouble;

/**
 * The first two moments of a set of numbers, with its extremes: mergeable in any order and grouping
 * without going back to the numbers. Squares are of deviations from the mean, never of the numbers
 * themselves, so that nothing cancels where the mean is large against the spread.
 *
 * <p>Source: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample
 * Variances" (1979). Merging agrees with the moments of the whole to 1e-9 relative.
 *
 * @param n how many numbers
 * @param mean 0 for an empty set
 * @param m2 sum of the squared deviations from the mean
 * @param min positive infinity for an empty set
 * @param max negative infinity for an empty set
 */
public record Moments(long n, double mean, double m2, double min, double max) {
    /** Of no number at all: the neutral element of {@link #merge}. */
    public static final Moments EMPTY = new Moments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    public Moments {
        if (n < 0) {
            throw new IllegalArgumentException("n must not be negative");
        }
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean must be finite");
        }
        if (!(m2 >= 0)) {
            throw new IllegalArgumentException("m2 must not be negative");
        }
        if (n > 0 && !(min <= max)) {
            throw new IllegalArgumentException("min must not exceed max");
        }
    }

    /** Of the given finite numbers, in two passes. */
    public static Moments of(double... numbers) {
        if (numbers.length == 0) {
            return EMPTY;
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double number : numbers) {
            sum += number;
            min = Math.min(min, number);
            max = Math.max(max, number);
        }
        // Rounding must not give identical numbers a spread.
        double centre = min == max ? min : sum / numbers.length;
        double deviations = 0;
        double squares = 0;
        for (double number : numbers) {
            double deviation = number - centre;
            deviations += deviation;
            squares += deviation * deviation;
        }
        double mean = centre + deviations / numbers.length;
        double m2 = Math.max(0, squares - deviations * deviations / numbers.length);
        return new Moments(numbers.length, mean, m2, min, max);
    }

    public Moments merge(Moments other) {
        if (n == 0) {
            return other;
        }
        if (other.n == 0) {
            return this;
        }
        long total = n + other.n;
        double distance = other.mean - mean;
        double share = other.n / (double) total;
        return new Moments(
                total,
                mean + distance * share,
                m2 + other.m2 + distance * distance * n * share,
                Math.min(min, other.min),
                Math.max(max, other.max));
    }

    /** With n−1 in the denominator; absent for fewer than two numbers. */
    public OptionalDouble stddev() {
        return n < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(m2 / (n - 1)));
    }
}
