package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Moments;
import java.util.Arrays;

/**
 * Mean and standard deviation of numbers of which each counts as often as its cell was drawn, from three
 * sums per cell. Deviations are taken from the mean of all numbers before they are squared. Not thread-safe.
 */
final class CellMoments {
    /** Of the squares' sum: less than this is what rounding leaves of identical numbers. */
    private static final double ROUNDING = 1e-12;

    private final double centre;
    private final int[] inCell;
    private final double[] deviationsOfCell;
    private final double[] squaresOfCell;
    private long n;
    private double deviations;
    private double squares;

    CellMoments(double[] numbers, int[] cellOf, int cells) {
        this(numbers, cellOf, cells, Arrays.stream(numbers).average().orElse(0));
    }

    /** @param centre near the mean: deviations from it are squared */
    CellMoments(double[] numbers, int[] cellOf, int cells, double centre) {
        this.centre = centre;
        inCell = new int[cells];
        deviationsOfCell = new double[cells];
        squaresOfCell = new double[cells];
        for (int i = 0; i < numbers.length; i++) {
            double deviation = numbers[i] - centre;
            inCell[cellOf[i]]++;
            deviationsOfCell[cellOf[i]] += deviation;
            squaresOfCell[cellOf[i]] += deviation * deviation;
        }
    }

    /** Of the moments of each cell's numbers. */
    CellMoments(Moments[] ofCells) {
        this(
                ofCells,
                Arrays.stream(ofCells).reduce(Moments.EMPTY, Moments::merge).mean());
    }

    /** @param centre near the mean: deviations from it are squared */
    CellMoments(Moments[] ofCells, double centre) {
        this.centre = centre;
        inCell = new int[ofCells.length];
        deviationsOfCell = new double[ofCells.length];
        squaresOfCell = new double[ofCells.length];
        for (int cell = 0; cell < ofCells.length; cell++) {
            Moments moments = ofCells[cell];
            double deviation = moments.mean() - centre;
            inCell[cell] = Math.toIntExact(moments.n());
            deviationsOfCell[cell] = moments.n() * deviation;
            squaresOfCell[cell] = moments.m2() + moments.n() * deviation * deviation;
        }
    }

    double centre() {
        return centre;
    }

    /** How many cells hold a number. */
    int occupiedCells() {
        return (int) Arrays.stream(inCell).filter(count -> count > 0).count();
    }

    /** In two sums each, because one would wait for its own last addition at every cell. */
    void weigh(int[] timesDrawn) {
        long count = 0;
        double evenDeviations = 0;
        double oddDeviations = 0;
        double evenSquares = 0;
        double oddSquares = 0;
        int last = inCell.length - 1;
        for (int cell = 0; cell < last; cell += 2) {
            int even = timesDrawn[cell];
            int odd = timesDrawn[cell + 1];
            count += (long) even * inCell[cell] + (long) odd * inCell[cell + 1];
            evenDeviations += even * deviationsOfCell[cell];
            oddDeviations += odd * deviationsOfCell[cell + 1];
            evenSquares += even * squaresOfCell[cell];
            oddSquares += odd * squaresOfCell[cell + 1];
        }
        if (last % 2 == 0) {
            count += (long) timesDrawn[last] * inCell[last];
            evenDeviations += timesDrawn[last] * deviationsOfCell[last];
            evenSquares += timesDrawn[last] * squaresOfCell[last];
        }
        n = count;
        deviations = evenDeviations + oddDeviations;
        squares = evenSquares + oddSquares;
    }

    /**
     * The weights of another that differs from this one in a few cells only and has the same centre.
     *
     * @param cells in which the two differ
     */
    void weighLike(CellMoments other, int[] timesDrawn, int[] cells) {
        n = other.n;
        deviations = other.deviations;
        squares = other.squares;
        for (int cell : cells) {
            int times = timesDrawn[cell];
            n += (long) times * (inCell[cell] - other.inCell[cell]);
            deviations += times * (deviationsOfCell[cell] - other.deviationsOfCell[cell]);
            squares += times * (squaresOfCell[cell] - other.squaresOfCell[cell]);
        }
    }

    long n() {
        return n;
    }

    /** NaN where nothing was drawn. */
    double mean() {
        return n == 0 ? Double.NaN : centre + deviations / n;
    }

    /** With n−1; NaN for fewer than two numbers. */
    double stddev() {
        if (n < 2) {
            return Double.NaN;
        }
        double m2 = squares - deviations * deviations / n;
        return m2 <= ROUNDING * squares ? 0 : Math.sqrt(m2 / (n - 1));
    }
}
