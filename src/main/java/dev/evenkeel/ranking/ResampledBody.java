package dev.evenkeel.ranking;

/** Numbers without their tail events, resampled. Quantiles and MAD are of all numbers: rare events hardly move them. */
interface ResampledBody extends Resampled {
    /** Of the numbers as they are, each once. */
    Summary exact();

    int cellsWithTailEvents();
}
