package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What a target's counted samples say about one metric. */
interface MetricValues {
    WindowDistribution distribution();

    /** Whether one of the numbers is a lower bound only. */
    boolean lowerBound();

    /** How many counted samples bear on the metric: those that succeeded and tell it, and those that failed. */
    long evidence();

    /**
     * The quantile over successes and failures, a failure standing beyond every success at the bad end:
     * above for durations, below for tokens per second. NaN where it falls among failures.
     */
    double censoredQuantile(int percent);

    /** How many stretches of time of that length hold a number. */
    int stretches(Duration length);

    /** The median of each stretch of time of that length that holds a number, by {@link Cells#stretchOf}. */
    SortedMap<Long, Double> levels(Duration length);

    /**
     * Empty where the numbers lie in too few of the cells to tell.
     *
     * @param statistics that are to be resampled
     */
    Optional<ResampledStatistics> resampled(Cells cells, Resampling resampling, Set<Statistic> statistics);
}
