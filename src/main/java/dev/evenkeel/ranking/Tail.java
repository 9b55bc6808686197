package dev.evenkeel.ranking;

/**
 * What a spread rests on, its rare events apart from the rest. A statistic such as {@code cv} is made by
 * samples above ten medians, and a resample can't draw the one that happened not to be seen: of two
 * identical targets, one that saw none in this window looks surely steadier than one that saw two.
 */
final class Tail {
    private final int cells;
    private final int cellsWithEvents;
    private final Contender body;

    /**
     * @param cells that hold a number of the target
     * @param cellsWithEvents those of them that hold a tail event: one incident counts once
     * @param body the same statistic without the tail events
     */
    Tail(int cells, int cellsWithEvents, Contender body) {
        this.cells = cells;
        this.cellsWithEvents = cellsWithEvents;
        this.body = body;
    }

    Contender body() {
        return body;
    }

    /**
     * The difference between two rates of rare events in standard errors, by the square root that steadies
     * the variance of a Poisson count (Anscombe, 1948).
     */
    double distanceTo(Tail other) {
        double difference =
                Math.sqrt((cellsWithEvents + 0.375) / cells) - Math.sqrt((other.cellsWithEvents + 0.375) / other.cells);
        return 2 * Math.abs(difference) / Math.sqrt(1.0 / cells + 1.0 / other.cells);
    }
}
