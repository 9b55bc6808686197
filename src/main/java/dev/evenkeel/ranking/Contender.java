package dev.evenkeel.ranking;

import org.jspecify.annotations.Nullable;

/** What a target's place is decided by. */
final class Contender {
    private final double point;
    private final double practical;
    private final double[] resampled;
    private final @Nullable Tail tail;

    private Contender(double point, double practical, double[] resampled, @Nullable Tail tail) {
        this.point = point;
        this.practical = practical;
        this.resampled = resampled;
        this.tail = tail;
    }

    /**
     * @param point the statistic's value
     * @param resampled the statistic in each resample, NaN where undefined; empty where there are none
     */
    static Contender of(double point, double[] resampled) {
        return new Contender(point, point, resampled, null);
    }

    /** With another scale on which a difference must be large enough to matter. */
    Contender mattersOn(double value) {
        return new Contender(point, value, resampled, tail);
    }

    /** For a statistic that hangs on rare events. */
    Contender with(Tail events) {
        return new Contender(point, practical, resampled, events);
    }

    double point() {
        return point;
    }

    double practical() {
        return practical;
    }

    double[] resampled() {
        return resampled;
    }

    /** Absent for a statistic that does not hang on rare events. */
    @Nullable
    Tail tail() {
        return tail;
    }
}
