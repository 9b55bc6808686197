package dev.evenkeel.rollup;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import dev.evenkeel.Median;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * How many bytes a bucket's sketch takes, and how far its quantiles are off, beside other sketches of the same numbers: log-normal
 * around 300 ms (σ 0.3), one in fifty of them 25 times as much. Writes Markdown. Argument: how many buckets of each size.
 */
final class SketchSizeBench {
    private static final int[] SIZES = {10, 30, 100, 300};
    private static final int[] PERCENTS = {50, 90, 95, 99};
    private static final double NOMINAL_NS = 300e6;
    private static final int HDR_DIGITS = 3;

    private SketchSizeBench() {}

    public static void main(String[] args) {
        int buckets = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        System.out.println(
                "| numbers | ours, bytes | DDSketch, encoded | DDSketch, protobuf | HdrHistogram, compressed |"
                        + " ours off by | DDSketch off by |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int size : SIZES) {
            double[][] numbers = IntStream.range(0, buckets)
                    .mapToObj(seed -> numbers(size, seed))
                    .toArray(double[][]::new);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.0f | %.0f | %.0f | %.0f | %.2f %% | %.2f %% |%n",
                    size,
                    median(numbers, SketchSizeBench::ours),
                    median(numbers, SketchSizeBench::encoded),
                    median(numbers, bucket -> ddSketch(bucket).serializedSize()),
                    median(numbers, SketchSizeBench::hdr),
                    100 * worst(numbers, SketchSizeBench::ourError),
                    100 * worst(numbers, SketchSizeBench::ddSketchError));
        }
    }

    private static double[] numbers(int size, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, size)
                .mapToDouble(
                        i -> NOMINAL_NS * Math.exp(0.3 * random.nextGaussian()) * (random.nextInt(50) == 0 ? 25 : 1))
                .toArray();
    }

    /** What a rollup takes with the sketch beyond what it takes with an empty one, which is a byte itself. */
    private static double ours(double[] bucket) {
        return bytesWith(Sketch.of(bucket)) - bytesWith(Sketch.EMPTY) + 1;
    }

    private static int bytesWith(Sketch sketch) {
        return new Rollup(
                        Map.of(), 0, TokenTotals.NONE, Map.of(), null, new ControlRollup(sketch, 0), Map.of(), Map.of())
                .bytes()
                .length;
    }

    private static DDSketch ddSketch(double[] bucket) {
        DDSketch sketch = DDSketches.logarithmicUnboundedDense(LogBins.RELATIVE_ERROR);
        Arrays.stream(bucket).forEach(sketch);
        return sketch;
    }

    private static double encoded(double[] bucket) {
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            ddSketch(bucket).encode(out, false);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail to be written to", e);
        }
        return out.trimmedCopy().length;
    }

    private static double hdr(double[] bucket) {
        Histogram histogram = new Histogram(HDR_DIGITS);
        Arrays.stream(bucket).forEach(number -> histogram.recordValue(Math.round(number)));
        return histogram.encodeIntoCompressedByteBuffer(ByteBuffer.allocate(histogram.getNeededByteBufferCapacity()));
    }

    private static double ourError(double[] bucket) {
        return error(bucket, Sketch.of(bucket)::quantile);
    }

    /** Told its rank under the same convention: its own is another. */
    private static double ddSketchError(double[] bucket) {
        DDSketch sketch = ddSketch(bucket);
        return error(
                bucket,
                percent -> sketch.getValueAtQuantile(
                        (NearestRank.of(percent, bucket.length) - 1) / (double) Math.max(1, bucket.length - 1)));
    }

    private static double error(double[] bucket, IntToDoubleFunction quantile) {
        double[] sorted = bucket.clone();
        Arrays.sort(sorted);
        return Arrays.stream(PERCENTS)
                .mapToDouble(percent -> {
                    double exact = sorted[(int) NearestRank.of(percent, sorted.length) - 1];
                    return Math.abs(quantile.applyAsDouble(percent) - exact) / exact;
                })
                .max()
                .orElseThrow();
    }

    private static double median(double[][] buckets, ToDoubleFunction<double[]> value) {
        return Median.of(Arrays.stream(buckets).mapToDouble(value).toArray());
    }

    private static double worst(double[][] buckets, ToDoubleFunction<double[]> value) {
        return Arrays.stream(buckets).mapToDouble(value).max().orElseThrow();
    }
}
