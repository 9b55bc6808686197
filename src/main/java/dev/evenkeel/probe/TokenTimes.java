package dev.evenkeel.probe;

import dev.evenkeel.measurement.ChunkGaps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** When the token-bearing events of one answer came, as {@code System.nanoTime()} values. Confined to one thread. */
final class TokenTimes {
    /** A gap this many times the median gap is a stall. */
    private static final int STALL = 5;

    private long[] times = new long[64];
    private int count;

    void add(long at) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = at;
    }

    int count() {
        return count;
    }

    @Nullable
    Long first() {
        return count == 0 ? null : times[0];
    }

    @Nullable
    Long last() {
        return count == 0 ? null : times[count - 1];
    }

    /** Nearest-rank; absent for fewer than two events. */
    @Nullable
    ChunkGaps gaps() {
        if (count < 2) {
            return null;
        }
        long[] gaps = sortedGaps();
        return new ChunkGaps(gaps[0], nearestRank(gaps, 50), nearestRank(gaps, 95), gaps[gaps.length - 1]);
    }

    /** From the first event to the one that ended the longest gap, the first of equally long ones; absent for fewer than two. */
    @Nullable
    Long longestGapEndedAfter() {
        if (count < 2) {
            return null;
        }
        int longest = 1;
        for (int i = 2; i < count; i++) {
            longest = gapBefore(i) > gapBefore(longest) ? i : longest;
        }
        return times[longest] - times[0];
    }

    /** Number of gaps longer than five times the median; absent for fewer than two events. */
    @Nullable
    Integer stalls() {
        if (count < 2) {
            return null;
        }
        long[] gaps = sortedGaps();
        long bound = STALL * nearestRank(gaps, 50);
        return (int) Arrays.stream(gaps).filter(gap -> gap > bound).count();
    }

    private long[] sortedGaps() {
        long[] gaps = new long[count - 1];
        Arrays.setAll(gaps, i -> gapBefore(i + 1));
        Arrays.sort(gaps);
        return gaps;
    }

    private long gapBefore(int event) {
        return times[event] - times[event - 1];
    }

    private static long nearestRank(long[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[rank - 1];
    }
}
