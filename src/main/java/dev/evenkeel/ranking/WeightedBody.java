package dev.evenkeel.ranking;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The numbers of one target and metric without its tail events, each as often as its cell was drawn. Follows the weights of the distribution that it is the body of. Not thread-safe.
 */
final class WeightedBody implements Summary {
    private final WeightedDistribution whole;
    private final CellMoments moments;
    private final Distribution exact;
    private final int cellsWithTailEvents;

    WeightedBody(double[] numbers, int[] cellOf, int cells, WeightedDistribution whole) {
        this.whole = whole;
        double bound =
                Distribution.TAIL_EVENT_MEDIANS * Distribution.of(numbers).median();
        int[] kept = IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] <= bound)
                .toArray();
        double[] body = Arrays.stream(kept).mapToDouble(i -> numbers[i]).toArray();
        moments = new CellMoments(body, Arrays.stream(kept).map(i -> cellOf[i]).toArray(), cells);
        exact = Distribution.of(body);
        cellsWithTailEvents = (int) IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] > bound)
                .map(i -> cellOf[i])
                .distinct()
                .count();
    }

    void weigh(short[] timesDrawn) {
        moments.weigh(timesDrawn);
    }

    /** Of the numbers as they are, each once. */
    Distribution exact() {
        return exact;
    }

    int cellsWithTailEvents() {
        return cellsWithTailEvents;
    }

    @Override
    public long n() {
        return moments.n();
    }

    @Override
    public double mean() {
        return moments.mean();
    }

    @Override
    public double stddev() {
        return moments.stddev();
    }

    /** Of all numbers: rare events hardly move it. */
    @Override
    public double quantile(int percent) {
        return whole.quantile(percent);
    }

    /** Of all numbers: rare events hardly move it. */
    @Override
    public double mad() {
        return whole.mad();
    }
}
