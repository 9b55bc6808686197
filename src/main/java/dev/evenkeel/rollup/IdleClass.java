package dev.evenkeel.rollup;

import java.time.Duration;

/**
 * Times for which a target had been idle, a quarter of an octave to a class: what lies in one differs by 19 % at most.
 * Told apart because a campaign's threshold for a cold start may change after its samples were summed up.
 */
final class IdleClass {
    private static final double PER_OCTAVE = 4;
    private static final double LEAST_NS = 1e6;

    private IdleClass() {}

    /** The class of an idle time; those under a millisecond share one. */
    static int of(long idleNs) {
        return (int) Math.floor(PER_OCTAVE * log2(Math.max((double) idleNs, LEAST_NS) / 1e9));
    }

    /** Whether all of the class exceeds the threshold; of the class that holds the threshold nothing is taken to. */
    static boolean exceeds(int idleClass, Duration threshold) {
        return idleClass > of(threshold.toNanos());
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
