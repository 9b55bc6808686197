package dev.evenkeel.ranking;

/**
 * How far {@code cv} and {@code cvMedian} can be trusted: both hang on rare events, and where none was
 * seen their interval misses the truth while nothing in the data shows it. A label never unranks.
 */
enum Reliability {
    /** Enough cells, and at least five tail events. */
    OK,
    /** Fewer cells of time than an interval needs. */
    FEW_CELLS,
    /** One to four tail events. */
    FEW_TAIL_EVENTS,
    /** None: the value holds if such events are rarer than {@link #tailEventRateBound}. */
    NO_TAIL_SEEN;

    private static final int ENOUGH_TAIL_EVENTS = 5;

    /** Of a target's values that lie in so many cells of time; too few cells weigh heavier than the tail. */
    static Reliability of(int timeCells, long tailEvents) {
        if (timeCells < Cells.MIN_CELLS) {
            return FEW_CELLS;
        }
        if (tailEvents == 0) {
            return NO_TAIL_SEEN;
        }
        return tailEvents < ENOUGH_TAIL_EVENTS ? FEW_TAIL_EVENTS : OK;
    }

    /**
     * The share of tail events that 95 % of windows of n samples would have shown one of: 3/n, the "rule
     * of three" (Hanley and Lippman-Hand, 1983).
     */
    static double tailEventRateBound(long n) {
        return Math.min(1, 3.0 / n);
    }
}
