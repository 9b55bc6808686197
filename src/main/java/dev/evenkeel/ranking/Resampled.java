package dev.evenkeel.ranking;

/** The numbers of one target and metric, each as often as its cell was drawn. Not thread-safe. */
interface Resampled extends Summary {
    /** How many cells hold a number. */
    int occupiedCells();

    /** How far a quantile may be off, relative to itself: 0 where the numbers are known as they are. */
    double quantileError();

    /** The largest part of the numbers' squared deviations from their mean that one cell holds, 0 to 1, each number once. */
    double largestShareOfSquares();

    /** Gives each number the weight that its cell has in a resample of the resampling that this was made with. */
    void weigh(int resample);
}
