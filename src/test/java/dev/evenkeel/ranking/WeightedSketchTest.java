package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.rollup.Moments;
import dev.evenkeel.rollup.Sketch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedSketchTest {
    private static final int CELLS = 40;

    /** Against the numbers themselves, each written out as often as its cell was drawn. */
    @ParameterizedTest
    @ValueSource(ints = {40, 200, 3_000})
    void aResampleTellsWhatItsNumbersWrittenOutTell(int n) {
        Random random = new Random(n);
        double[] numbers = new double[n];
        int[] cellOf = new int[n];
        for (int i = 0; i < n; i++) {
            cellOf[i] = i % CELLS;
            double body = 300 * Math.exp(0.2 * random.nextGaussian() + 0.1 * Math.sin(cellOf[i]));
            numbers[i] = random.nextInt(100) == 0 ? 30 * body : body;
        }
        Resampling resampling = Resampling.draw(CELLS, 11);
        WeightedSketch sketch = sketch(numbers, cellOf, resampling);
        for (int resample = 0; resample < 200; resample++) {
            int[] timesDrawn = resampling.timesDrawn(resample);
            sketch.weigh(resample);

            Distribution writtenOut = writtenOut(numbers, cellOf, timesDrawn);

            assertThat(sketch.n()).isEqualTo(writtenOut.n());
            assertThat(sketch.mean()).isCloseTo(writtenOut.mean(), within(1e-9 * writtenOut.mean()));
            assertThat(sketch.stddev()).isCloseTo(writtenOut.stddev(), within(1e-9 * writtenOut.stddev()));
            for (int percent : new int[] {50, 90, 95, 99}) {
                double exact = writtenOut.quantile(percent);
                assertThat(sketch.quantile(percent)).isCloseTo(exact, within(1.000001 * 0.005 * exact));
            }
            assertThat(sketch.mad())
                    .isCloseTo(writtenOut.mad(), within(0.02 * writtenOut.median() + 0.01 * writtenOut.mad()));
        }
    }

    @Test
    void numbersWithoutSpreadHaveNone() {
        double[] numbers = new double[CELLS];
        Arrays.fill(numbers, 250);
        WeightedSketch sketch = sketch(numbers, IntStream.range(0, CELLS).toArray(), Resampling.draw(CELLS, 1));
        sketch.weigh(0);

        assertThat(sketch.mad()).isZero();
        assertThat(sketch.stddev()).isZero();
        assertThat(sketch.median()).isEqualTo(250);
    }

    @Test
    void whereNothingWasDrawnNothingIsTold() {
        int[] others = new int[CELLS];
        others[4] = CELLS;
        WeightedSketch sketch = sketch(new double[] {250}, new int[] {3}, Resampling.of(others));
        sketch.weigh(0);

        assertThat(sketch.n()).isZero();
        assertThat(sketch.quantile(95)).isNaN();
        assertThat(sketch.median()).isNaN();
        assertThat(sketch.mad()).isNaN();
        assertThat(sketch.mean()).isNaN();
    }

    private static WeightedSketch sketch(double[] numbers, int[] cellOf, Resampling resampling) {
        Sketch[] ofCells = new Sketch[CELLS];
        Moments[] moments = new Moments[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            int own = cell;
            double[] inCell = IntStream.range(0, numbers.length)
                    .filter(i -> cellOf[i] == own)
                    .mapToDouble(i -> numbers[i])
                    .toArray();
            ofCells[cell] = Sketch.of(inCell);
            moments[cell] = Moments.of(inCell);
        }
        Sketch whole = Sketch.sum(Arrays.asList(ofCells));
        double mad = new SketchedDistribution(Moments.of(numbers), whole).mad();
        return new WeightedSketch(whole, ofCells, moments, mad, resampling);
    }

    private static Distribution writtenOut(double[] numbers, int[] cellOf, int[] timesDrawn) {
        return Distribution.of(IntStream.range(0, numbers.length)
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, timesDrawn[cellOf[i]]).mapToDouble(times -> numbers[i]))
                .toArray());
    }
}
