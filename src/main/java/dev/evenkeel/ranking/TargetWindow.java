package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.LastFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a window says of one target, apart from its place. */
interface TargetWindow {
    TargetRef target();

    MetricValues values(Metric metric);

    /** Of the samples that belong to {@code n}: not suspect, and not our own doing. */
    Availability availability();

    long excludedSuspect();

    /** Of all but suspects; outcomes that did not occur are absent. */
    Map<Outcome, Long> outcomes();

    default long clientErrors() {
        return outcomes().getOrDefault(Outcome.CLIENT_ERROR, 0L);
    }

    /** The latest sample that was not OK, suspects left out. */
    Optional<LastFailure> lastFailure();

    /**
     * Share of all counted samples that met the SLO: OK, and each part that is asked for seen and kept.
     * Absent where the SLO asks for nothing or for an {@code itl} that none of the successes tells.
     */
    Optional<Double> goodput(@Nullable Slo slo);

    /**
     * Median TTFT in nanoseconds of the probes whose target had been idle for longer than the threshold,
     * less the median of the others. Absent where either kind is missing; a probe of which the idle time is
     * not known is neither.
     */
    Optional<Double> coldStartPenaltyNs(Duration idleThreshold);

    /** What all probes of the window cost, suspects and failures included, by currency. */
    Map<String, BigDecimal> costs();

    /** The stretches of time of that length that hold a counted sample, by {@link Cells#stretchOf}. */
    Set<Long> stretches(Duration length);

    /**
     * One more than the share of failures in each stretch of time of that length that holds a counted sample, by
     * {@link Cells#stretchOf}.
     */
    SortedMap<Long, Double> failureLevels(Duration length);

    /** The rounds that hold a counted sample; none where they are not known. */
    Set<Round> rounds();

    /** How many samples counted in each cell, and how many of them failed. */
    CellCounts counts(Cells cells);
}
