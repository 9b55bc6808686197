package dev.evenkeel.simulator;

import java.util.List;

/** Statistics of drawn values by their definitions: nearest rank, and n−1. */
final class Sampled {
    private Sampled() {}

    static double nearestRank(List<Long> values, double quantile) {
        int rank = (int) Math.ceil(quantile * values.size() - 1e-9);
        return values.stream().sorted().toList().get(rank - 1);
    }

    static double cvMedian(List<Long> values) {
        double mean = values.stream().mapToLong(Long::longValue).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1)) / nearestRank(values, 0.5);
    }
}
