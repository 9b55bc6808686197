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
        centre = Arrays.stream(numbers).average().orElse(0);
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
        centre = Arrays.stream(ofCells).reduce(Moments.EMPTY, Moments::merge).mean();
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

    /** How many cells hold a number. */
    int occupiedCells() {
        return (int) Arrays.stream(inCell).filter(count -> count > 0).count();
    }

    void weigh(int[] timesDrawn) {
        n = 0;
        deviations = 0;
        squares = 0;
        for (int cell = 0; cell < inCell.length; cell++) {
            int times = timesDrawn[cell];
            n += (long) times * inCell[cell];
            deviations += times * deviationsOfCell[cell];
            squares += times * squaresOfCell[cell];
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
