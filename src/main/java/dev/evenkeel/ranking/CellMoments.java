package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Moments;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Mean and standard deviation of numbers of which each counts as often as its cell was drawn, from three
 * sums per cell. Deviations are taken from the mean of all numbers before they are squared. Not thread-safe.
 */
final class CellMoments {
    /** Of the squares' sum: less than this is what rounding leaves of identical numbers. */
    private static final double ROUNDING = 1e-12;

    /** With more cells, all their weights at once would take too much memory. */
    private static final int MOST_CELLS_AT_ONCE = 1_024;

    private final Resampling resampling;
    private final double centre;
    private final double[] inCell;
    private final double[] deviationsOfCell;
    private final double[] squaresOfCell;
    private @Nullable Sums ofAll;
    private double n;
    private double deviations;
    private double squares;

    private CellMoments(Resampling resampling, double centre) {
        this.resampling = resampling;
        this.centre = centre;
        inCell = new double[resampling.cells()];
        deviationsOfCell = new double[resampling.cells()];
        squaresOfCell = new double[resampling.cells()];
    }

    static CellMoments of(double[] numbers, int[] cellOf, Resampling resampling) {
        var all = new CellMoments(resampling, Arrays.stream(numbers).average().orElse(0));
        for (int i = 0; i < numbers.length; i++) {
            all.add(cellOf[i], 1, numbers[i], 0);
        }
        return all;
    }

    /** Of the moments of each cell's numbers. */
    static CellMoments of(Moments[] ofCells, Resampling resampling) {
        Moments whole = Arrays.stream(ofCells).reduce(Moments.EMPTY, Moments::merge);
        var all = new CellMoments(resampling, whole.mean());
        for (int cell = 0; cell < ofCells.length; cell++) {
            all.add(cell, ofCells[cell].n(), ofCells[cell].mean(), ofCells[cell].m2());
        }
        return all;
    }

    private void add(int cell, long count, double mean, double m2) {
        double deviation = mean - centre;
        inCell[cell] += count;
        deviationsOfCell[cell] += count * deviation;
        squaresOfCell[cell] += m2 + count * deviation * deviation;
    }

    /** How many cells hold a number. */
    int occupiedCells() {
        return (int) Arrays.stream(inCell).filter(count -> count > 0).count();
    }

    /** The largest part of the squares' sum that one cell holds, each number once; 0 where there is no spread. */
    double largestShareOfSquares() {
        double sum = Arrays.stream(squaresOfCell).sum();
        return sum == 0 ? 0 : Arrays.stream(squaresOfCell).max().orElse(0) / sum;
    }

    void weigh(int resample) {
        if (resampling.cells() > MOST_CELLS_AT_ONCE) {
            weigh(resampling.timesDrawn(resample));
            return;
        }
        if (ofAll == null) {
            ofAll = new Sums(resampling.count());
            ofAll.add(this, resampling.weightsByCell());
        }
        n = ofAll.n[resample];
        deviations = ofAll.deviations[resample];
        squares = ofAll.squares[resample];
    }

    private void weigh(int[] timesDrawn) {
        n = 0;
        deviations = 0;
        squares = 0;
        for (int cell = 0; cell < timesDrawn.length; cell++) {
            n += timesDrawn[cell] * inCell[cell];
            deviations += timesDrawn[cell] * deviationsOfCell[cell];
            squares += timesDrawn[cell] * squaresOfCell[cell];
        }
    }

    long n() {
        return (long) n;
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

    /**
     * Of all resamples. Made cell by cell for many resamples at a time, which a processor does several of at once; a sum over
     * the cells of one resample would wait for its own last addition each time.
     */
    private static final class Sums {
        /** So many resamples that their sums stay in the innermost cache while the cells pass by. */
        private static final int BLOCK = 512;

        private final double[] n;
        private final double[] deviations;
        private final double[] squares;

        Sums(int resamples) {
            n = new double[resamples];
            deviations = new double[resamples];
            squares = new double[resamples];
        }

        void add(CellMoments moments, double[][] weightsByCell) {
            int[] cells = IntStream.range(0, weightsByCell.length)
                    .filter(cell -> moments.inCell[cell] > 0)
                    .toArray();
            for (int from = 0; from < n.length; from += BLOCK) {
                int to = Math.min(n.length, from + BLOCK);
                for (int i = 0; i < cells.length; i += 2) {
                    int one = cells[i];
                    if (i + 1 < cells.length) {
                        add(moments, one, weightsByCell[one], cells[i + 1], weightsByCell[cells[i + 1]], from, to);
                    } else {
                        add(moments, one, weightsByCell[one], from, to);
                    }
                }
            }
        }

        /** Two cells at a time, so that each sum is read and written half as often. */
        private void add(
                CellMoments moments, int one, double[] weights, int other, double[] otherWeights, int from, int to) {
            double in = moments.inCell[one];
            double otherIn = moments.inCell[other];
            double deviation = moments.deviationsOfCell[one];
            double otherDeviation = moments.deviationsOfCell[other];
            double square = moments.squaresOfCell[one];
            double otherSquare = moments.squaresOfCell[other];
            for (int resample = from; resample < to; resample++) {
                n[resample] += in * weights[resample] + otherIn * otherWeights[resample];
                deviations[resample] += deviation * weights[resample] + otherDeviation * otherWeights[resample];
                squares[resample] += square * weights[resample] + otherSquare * otherWeights[resample];
            }
        }

        private void add(CellMoments moments, int cell, double[] weights, int from, int to) {
            double in = moments.inCell[cell];
            double deviation = moments.deviationsOfCell[cell];
            double square = moments.squaresOfCell[cell];
            for (int resample = from; resample < to; resample++) {
                n[resample] += in * weights[resample];
                deviations[resample] += deviation * weights[resample];
                squares[resample] += square * weights[resample];
            }
        }
    }
}
