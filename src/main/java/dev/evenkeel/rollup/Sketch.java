package dev.evenkeel.rollup;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many of a set of numbers lie in each of the {@link LogBins}; bins without a number are not held. Merging is
 * adding, so that the order and the grouping of merges do not matter. Immutable.
 */
public final class Sketch {
    /** Of no number at all: the neutral element of {@link #merge}. */
    public static final Sketch EMPTY = new Sketch(new int[0], new long[0]);

    private final int[] bins;
    private final long[] counts;
    private final long n;

    /** @param bins ascending, each with its count of at least 1 */
    Sketch(int[] bins, long[] counts) {
        this.bins = bins;
        this.counts = counts;
        this.n = Arrays.stream(counts).sum();
    }

    /** Of finite numbers that are not negative, in any order. */
    public static Sketch of(double... numbers) {
        int[] each = new int[numbers.length];
        Arrays.setAll(each, i -> LogBins.of(numbers[i]));
        Arrays.sort(each);
        int[] bins = new int[each.length];
        long[] counts = new long[each.length];
        int size = 0;
        for (int i = 0; i < each.length; i++) {
            if (i == 0 || each[i] != each[i - 1]) {
                bins[size++] = each[i];
            }
            counts[size - 1]++;
        }
        return new Sketch(Arrays.copyOf(bins, size), Arrays.copyOf(counts, size));
    }

    /** How many numbers. */
    public long n() {
        return n;
    }

    /** How many bins hold a number. */
    public int size() {
        return bins.length;
    }

    /** The bin at a place among those that hold a number, ascending. */
    public int bin(int place) {
        return bins[place];
    }

    /** How many numbers the bin at that place holds. */
    public long count(int place) {
        return counts[place];
    }

    public Sketch merge(Sketch other) {
        if (n == 0) {
            return other;
        }
        if (other.n == 0) {
            return this;
        }
        int[] mergedBins = new int[bins.length + other.bins.length];
        long[] mergedCounts = new long[mergedBins.length];
        int size = 0;
        int left = 0;
        int right = 0;
        while (left < bins.length || right < other.bins.length) {
            boolean takeLeft = right == other.bins.length || (left < bins.length && bins[left] <= other.bins[right]);
            boolean takeRight = left == bins.length || (right < other.bins.length && other.bins[right] <= bins[left]);
            mergedBins[size] = takeLeft ? bins[left] : other.bins[right];
            mergedCounts[size++] = (takeLeft ? counts[left++] : 0) + (takeRight ? other.counts[right++] : 0);
        }
        return new Sketch(Arrays.copyOf(mergedBins, size), Arrays.copyOf(mergedCounts, size));
    }

    /** All of them together, as if merged one after the other. */
    public static Sketch sum(Collection<Sketch> sketches) {
        List<Sketch> some = sketches.stream().filter(sketch -> sketch.n > 0).toList();
        if (some.size() < 2) {
            return some.isEmpty() ? EMPTY : some.get(0);
        }
        int first = some.stream().mapToInt(sketch -> sketch.bins[0]).min().orElseThrow();
        int last = some.stream()
                .mapToInt(sketch -> sketch.bins[sketch.bins.length - 1])
                .max()
                .orElseThrow();
        long[] counts = new long[last - first + 1];
        for (Sketch sketch : some) {
            for (int place = 0; place < sketch.bins.length; place++) {
                counts[sketch.bins[place] - first] += sketch.counts[place];
            }
        }
        int[] occupied =
                IntStream.range(0, counts.length).filter(i -> counts[i] > 0).toArray();
        return new Sketch(
                Arrays.stream(occupied).map(i -> first + i).toArray(),
                Arrays.stream(occupied).mapToLong(i -> counts[i]).toArray());
    }

    /**
     * The {@link NearestRank} quantile, within {@link LogBins#RELATIVE_ERROR} of the exact one; NaN where there is no
     * number.
     */
    public double quantile(int percent) {
        return n == 0 ? Double.NaN : numberAt(NearestRank.of(percent, n));
    }

    /** The number of a 1-based rank, to the same error. */
    public double numberAt(long rank) {
        if (rank < 1 || rank > n) {
            throw new IllegalArgumentException("rank must be within 1 and n");
        }
        long upTo = 0;
        int place = -1;
        while (upTo < rank) {
            upTo += counts[++place];
        }
        return LogBins.value(bins[place]);
    }

    /** How many numbers lie in bins that stand for more than the bound. */
    public long above(double bound) {
        long above = 0;
        for (int place = bins.length - 1; place >= 0 && LogBins.value(bins[place]) > bound; place--) {
            above += counts[place];
        }
        return above;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sketch sketch
                && Arrays.equals(bins, sketch.bins)
                && Arrays.equals(counts, sketch.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bins) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Sketch[n=" + n + ", bins=" + bins.length + "]";
    }
}
