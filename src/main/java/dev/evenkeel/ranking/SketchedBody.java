package dev.evenkeel.ranking;

import dev.evenkeel.rollup.LogBins;
import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;

/**
 * The numbers of one target and metric without their tail events, as sketches by cell. Moments are exact in cells without
 * such events; in the others they are of the bins' values, 0.5 % off at most. Follows the weights of the sketch that it is
 * the body of. Not thread-safe.
 */
final class SketchedBody implements ResampledBody {
    private final WeightedSketch whole;
    private final CellMoments moments;
    private final Summary exact;
    private final int cellsWithTailEvents;

    SketchedBody(Sketch[] ofCells, Moments[] momentsOfCells, WindowDistribution distribution, WeightedSketch whole) {
        this.whole = whole;
        double bound = WindowDistribution.TAIL_EVENT_MEDIANS * distribution.median();
        Moments[] bodies = momentsOfCells.clone();
        int cells = 0;
        for (int cell = 0; cell < ofCells.length; cell++) {
            if (ofCells[cell].above(bound) > 0) {
                bodies[cell] = upTo(bound, ofCells[cell]);
                cells++;
            }
        }
        cellsWithTailEvents = cells;
        moments = cells == 0 ? whole.moments() : CellMoments.of(bodies, whole.resampling());
        exact = new BodySummary(Arrays.stream(bodies).reduce(Moments.EMPTY, Moments::merge), distribution);
    }

    private static Moments upTo(double bound, Sketch sketch) {
        Moments sum = Moments.EMPTY;
        for (int place = 0; place < sketch.size() && LogBins.value(sketch.bin(place)) <= bound; place++) {
            double value = LogBins.value(sketch.bin(place));
            sum = sum.merge(new Moments(sketch.count(place), value, 0, value, value));
        }
        return sum;
    }

    @Override
    public int occupiedCells() {
        return moments.occupiedCells();
    }

    @Override
    public double quantileError() {
        return whole.quantileError();
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
    public Summary exact() {
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

    /** Each number once: moments of the body, the rest of all. */
    private record BodySummary(Moments moments, WindowDistribution all) implements Summary {
        @Override
        public long n() {
            return moments.n();
        }

        @Override
        public double mean() {
            return n() == 0 ? Double.NaN : moments.mean();
        }

        @Override
        public double stddev() {
            return moments.stddev().orElse(Double.NaN);
        }

        @Override
        public double quantile(int percent) {
            return all.quantile(percent);
        }

        @Override
        public double mad() {
            return all.mad();
        }
    }
}
