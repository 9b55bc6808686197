package dev.evenkeel.ranking;

/** The numbers of one target and metric, each as often as its cell was drawn. Not thread-safe. */
interface Resampled extends Summary {
    /** How many cells hold a number. */
    int occupiedCells();

    /** Gives each number the weight of its cell. */
    void weigh(int[] timesDrawn);
}
