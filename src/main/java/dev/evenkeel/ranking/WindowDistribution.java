package dev.evenkeel.ranking;

/** A target's numbers of one metric in a window, each once. */
interface WindowDistribution extends Summary {
    /** A number above this many medians is a tail event. */
    double TAIL_EVENT_MEDIANS = 10;

    /** NaN where there is none. */
    double min();

    /** NaN where there is none. */
    double max();

    /** How many numbers lie above ten medians: the rare events that a {@code cv} hangs on. */
    long tailEvents();

    /**
     * The nearest-rank quantile when {@code above} more values are known only to stand above all of these
     * and {@code below} more only to stand below; NaN where it falls among those.
     */
    double censoredQuantile(int percent, long below, long above);
}
