package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Sketch;
import org.jspecify.annotations.Nullable;

/**
 * How much weight lies in a sketch's bins up to a place, for each resample: one product of what was drawn and what each cell
 * has up to there. Most resamples ask for the same few places; such a place is told for all of them at once, from the
 * nearest that is known so already. Not thread-safe.
 */
final class CumulativeWeights implements BinBounds.Cumulative {
    /** Far enough from where a sum of 32 bits would be too short. */
    private static final long MOST_NUMBERS = 1L << 27;

    /** In the time that adding one cell's numbers for all resamples takes, so many cells are added by products. */
    private static final int PRODUCTS_PER_ADDITION = 400;

    /** After so many resamples those to come are judged by. */
    private static final int FEW = 10;

    private final Resampling resampling;
    private final int[][] timesDrawnByCell;
    private final int[][] upTo;
    private final int[] cellsIn;
    private final int[] asked;
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
        cellsIn = new int[whole.size()];
        asked = new int[whole.size()];
        ofAll = new int[whole.size()][];
        found = new int[whole.size()];
        foundIn = new int[whole.size()];
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
        if (foundIn[place] == weighed) {
            return found[place];
        }
        if (willBeAskedOften(place)) {
            return inAll(place)[resample];
        }
        found[place] = product(timesDrawn, upTo[place]);
        foundIn[place] = weighed;
        return found[place];
    }

    /** By resample. Not to be written to. */
    int[] inAll(int place) {
        int[] known = ofAll[place];
        if (known == null) {
            known = ofAll(place);
            ofAll[place] = known;
        }
        return known;
    }

    /** What it costs to know a place for all resamples where its neighbour is known, in cells that are added for all of them. */
    int cost(int place) {
        return ofAll[place] == null ? cellsIn[place] + 1 : 1;
    }

    /** If the resamples to come ask for it as often as those until now. */
    private boolean willBeAskedOften(int place) {
        asked[place]++;
        long products = (long) asked[place] * (resampling.count() - weighed) / (weighed + FEW) * timesDrawn.length;
        return products > (long) PRODUCTS_PER_ADDITION * cellsIn[place];
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
        int[] known = nearest < 0 ? new int[upTo[place].length] : upTo[nearest];
        // What is beyond their size adds nothing, up to a multiple of four.
        int[] more = new int[known.length + 3];
        int[] cells = new int[known.length + 3];
        int size = 0;
        for (int cell = 0; cell < known.length; cell++) {
            more[size] = upTo[place][cell] - known[cell];
            cells[size] = cell;
            size += more[size] == 0 ? 0 : 1;
        }
        for (int next = 0; next < size; next += 4) {
            addFour(more, cells, next, weights);
        }
        return weights;
    }

    private boolean isKnown(int place) {
        return place < 0 || (place < ofAll.length && ofAll[place] != null);
    }

    /** So that a sum is read and written a fourth as often. */
    private void addFour(int[] more, int[] cells, int next, int[] weights) {
        int first = more[next];
        int second = more[next + 1];
        int third = more[next + 2];
        int fourth = more[next + 3];
        int[] ofFirst = timesDrawnByCell[cells[next]];
        int[] ofSecond = timesDrawnByCell[cells[next + 1]];
        int[] ofThird = timesDrawnByCell[cells[next + 2]];
        int[] ofFourth = timesDrawnByCell[cells[next + 3]];
        for (int i = 0; i < weights.length; i++) {
            weights[i] += first * ofFirst[i] + second * ofSecond[i] + third * ofThird[i] + fourth * ofFourth[i];
        }
    }
}
