package dev.evenkeel;

import java.util.Arrays;

/** Of a benchmark's runs. */
public final class Median {
    private Median() {}

    /** The mean of the middle two where there is no middle one. */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
