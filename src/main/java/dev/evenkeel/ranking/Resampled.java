package dev.evenkeel.ranking;

/** The numbers of one target and metric, each as often as its cell was drawn. Not thread-safe. */
interface Resampled extends Summary {
    /** How many cells hold a number. */
    int occupiedCells();

    /** Gives each number the weight that its cell has in a resample of the resampling that this was made with. */
    void weigh(int resample);
}
