package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Sketch;
import org.jspecify.annotations.Nullable;

/**
 * How much weight lies in a sketch's bins up to a place, for each resample. Where few cells have a number in the bin it is told
 * for all resamples at once when one of them asks: most of them ask for the same few places, and it is not far from one
 * place to the next. Elsewhere it is one product of what was drawn and what each cell has up to there. Not thread-safe.
 */
final class CumulativeWeights implements BinBounds.Cumulative {
    /** Far enough from where a sum of 32 bits would be too short. */
    private static final long MOST_NUMBERS = 1L << 27;

    /** To add a cell's numbers for all resamples takes as long as so many cells of all products. */
    private static final int CELLS_PER_ENTRY = 3;

    private final Resampling resampling;
    private final int[][] timesDrawnByCell;
    private final int[][] upTo;
    private final boolean[] fewCells;
    private final int[] @Nullable [] ofAll;
    private final int[] found;
    private final int[] foundIn;
    private int[] timesDrawn = {};
    private int resample;
    private int weighed;

    CumulativeWeights(Sketch whole, Sketch[] ofCells, Resampling resampling) {
        if (whole.n() > MOST_NUMBERS) {
            throw new IllegalArgumentException("more than " + MOST_NUMBERS + " numbers of one target");
        }
        this.resampling = resampling;
        timesDrawnByCell = resampling.timesDrawnByCell();
        upTo = new int[whole.size()][ofCells.length];
        fewCells = new boolean[whole.size()];
        ofAll = new int[whole.size()][];
        found = new int[whole.size()];
        foundIn = new int[whole.size()];
        int[] cellsIn = new int[whole.size()];
        for (int cell = 0; cell < ofCells.length; cell++) {
            Sketch sketch = ofCells[cell];
            int place = 0;
            for (int i = 0; i < sketch.size(); i++) {
                while (whole.bin(place) < sketch.bin(i)) {
                    place++;
                }
                upTo[place][cell] = Math.toIntExact(sketch.count(i));
                cellsIn[place]++;
            }
        }
        for (int place = 0; place < upTo.length; place++) {
            fewCells[place] = cellsIn[place] * CELLS_PER_ENTRY <= ofCells.length;
            for (int cell = 0; place > 0 && cell < ofCells.length; cell++) {
                upTo[place][cell] += upTo[place - 1][cell];
            }
        }
    }

    /** Which resample is asked about from now on. */
    void weigh(int ofResample) {
        resample = ofResample;
        timesDrawn = resampling.timesDrawn(ofResample);
        weighed++;
    }

    @Override
    public long upTo(int place) {
        if (place < 0) {
            return 0;
        }
        int[] known = ofAll[place];
        if (known != null) {
            return known[resample];
        }
        if (fewCells[place]) {
            known = ofAll(place);
            ofAll[place] = known;
            return known[resample];
        }
        if (foundIn[place] != weighed) {
            found[place] = product(timesDrawn, upTo[place]);
            foundIn[place] = weighed;
        }
        return found[place];
    }

    private static int product(int[] weights, int[] counts) {
        int sum = 0;
        for (int cell = 0; cell < weights.length; cell++) {
            sum += weights[cell] * counts[cell];
        }
        return sum;
    }

    /** From the nearest place that is known for all resamples already, −1 at the least. */
    private int[] ofAll(int place) {
        int distance = 1;
        while (!isKnown(place - distance) && !isKnown(place + distance)) {
            distance++;
        }
        int nearest = isKnown(place - distance) ? place - distance : place + distance;
        int[] from = nearest < 0 ? null : ofAll[nearest];
        int[] weights = from == null ? new int[resampling.count()] : from.clone();
        for (int cell = 0; cell < upTo[place].length; cell++) {
            int more = upTo[place][cell] - (nearest < 0 ? 0 : upTo[nearest][cell]);
            if (more != 0) {
                add(more, timesDrawnByCell[cell], weights);
            }
        }
        return weights;
    }

    private boolean isKnown(int place) {
        return place < 0 || (place < ofAll.length && ofAll[place] != null);
    }

    private static void add(int count, int[] timesDrawn, int[] weights) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] += count * timesDrawn[i];
        }
    }
}
