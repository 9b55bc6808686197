package dev.evenkeel.ranking;

/** Counted samples of one target by cell. */
final class CellCounts {
    private final int[] n;
    private final int[] failures;

    CellCounts(int cells) {
        n = new int[cells];
        failures = new int[cells];
    }

    void add(int cell, long counted, long failed) {
        n[cell] += Math.toIntExact(counted);
        failures[cell] += Math.toIntExact(failed);
    }

    /** How many cells hold a sample. */
    int occupiedCells() {
        int occupied = 0;
        for (int count : n) {
            occupied += count > 0 ? 1 : 0;
        }
        return occupied;
    }

    Availability weighted(int[] timesDrawn) {
        long drawn = 0;
        long failed = 0;
        for (int cell = 0; cell < n.length; cell++) {
            drawn += (long) timesDrawn[cell] * n[cell];
            failed += (long) timesDrawn[cell] * failures[cell];
        }
        return new Availability(drawn, failed);
    }
}
