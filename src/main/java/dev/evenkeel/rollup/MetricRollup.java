package dev.evenkeel.rollup;

/**
 * What a set of samples says about one metric. Nanoseconds, or tokens per second.
 *
 * @param moments of successes and timeouts alike
 * @param successes the numbers of those that were OK
 * @param timeouts the numbers of those that ran out of time
 * @param lowerBounds how many of the timeouts' numbers are lower bounds only
 */
public record MetricRollup(Moments moments, Sketch successes, Sketch timeouts, long lowerBounds) {
    public static final MetricRollup EMPTY = new MetricRollup(Moments.EMPTY, Sketch.EMPTY, Sketch.EMPTY, 0);

    public MetricRollup {
        if (moments.n() != successes.n() + timeouts.n()) {
            throw new IllegalArgumentException("moments must be of as many numbers as are in the sketches");
        }
        if (lowerBounds < 0 || lowerBounds > timeouts.n()) {
            throw new IllegalArgumentException("lowerBounds must be within 0 and the number of timeouts");
        }
    }

    public MetricRollup merge(MetricRollup other) {
        if (moments.n() == 0) {
            return other;
        }
        return other.moments.n() == 0
                ? this
                : new MetricRollup(
                        moments.merge(other.moments),
                        successes.merge(other.successes),
                        timeouts.merge(other.timeouts),
                        lowerBounds + other.lowerBounds);
    }

    /** Successes and timeouts together. */
    public Sketch all() {
        return successes.merge(timeouts);
    }
}
