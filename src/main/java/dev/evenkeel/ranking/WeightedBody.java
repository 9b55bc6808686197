package dev.evenkeel.ranking;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The numbers of one target and metric without its tail events, each as often as its cell was drawn. Follows the weights of the distribution that it is the body of. Not thread-safe.
 */
final class WeightedBody implements ResampledBody {
    private final WeightedDistribution whole;
    private final CellMoments moments;
    private final Distribution exact;
    private final int cellsWithTailEvents;

    /** @param median of the numbers, each once */
    WeightedBody(double[] numbers, int[] cellOf, double median, WeightedDistribution whole) {
        this.whole = whole;
        double bound = Distribution.TAIL_EVENT_MEDIANS * median;
        int[] kept = IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] <= bound)
                .toArray();
        double[] body = Arrays.stream(kept).mapToDouble(i -> numbers[i]).toArray();
        moments = CellMoments.of(body, Arrays.stream(kept).map(i -> cellOf[i]).toArray(), whole.resampling());
        exact = Distribution.of(body);
        cellsWithTailEvents = (int) IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] > bound)
                .map(i -> cellOf[i])
                .distinct()
                .count();
    }

    @Override
    public int occupiedCells() {
        return moments.occupiedCells();
    }

    @Override
    public double quantileError() {
        return 0;
    }

    @Override
    public double largestShareOfSquares() {
        return moments.largestShareOfSquares();
    }

    @Override
    public void weigh(int resample) {
        moments.weigh(resample);
    }

    @Override
    public Distribution exact() {
        return exact;
    }

    @Override
    public int cellsWithTailEvents() {
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

    @Override
    public double quantile(int percent) {
        return whole.quantile(percent);
    }

    @Override
    public double median() {
        return whole.median();
    }

    @Override
    public double mad() {
        return whole.mad();
    }
}
