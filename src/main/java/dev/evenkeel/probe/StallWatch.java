package dev.evenkeel.probe;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects how late our own event loop was around the stamps of one attempt. Of the reads that brought tokens only the
 * last one counts in the end. Confined to its event loop.
 */
final class StallWatch {
    private final HiccupMeter meter;
    private long largest;
    private long latestToken;
    private long latestTokenLateness;
    private boolean tokenOpen;
    private int open;
    private @Nullable LongConsumer settled;

    StallWatch(HiccupMeter meter) {
        this.meter = meter;
    }

    /** A stamp that counts, whatever comes later. */
    void stamp(long at) {
        open++;
        meter.judge(at, lateness -> {
            spent(lateness);
            judged();
        });
    }

    /** A read that brought a token; a later one takes its place. */
    void token(long at) {
        latestToken = at;
        if (!tokenOpen) {
            tokenOpen = true;
            open++;
            judgeToken(at);
        }
    }

    private void judgeToken(long at) {
        meter.judge(at, lateness -> tokenJudged(at, lateness));
    }

    private void tokenJudged(long at, long lateness) {
        if (at == latestToken) {
            tokenOpen = false;
            latestTokenLateness = lateness;
            judged();
        } else {
            judgeToken(latestToken);
        }
    }

    /** Time of our own that no tick has to tell, in nanoseconds. */
    void spent(long ns) {
        largest = Math.max(largest, ns);
    }

    /**
     * Nothing more will be stamped.
     *
     * @param whenSettled told once, when all stamps are judged, the largest lateness in nanoseconds
     */
    void close(LongConsumer whenSettled) {
        settled = whenSettled;
        settleIfJudged();
    }

    private void judged() {
        open--;
        settleIfJudged();
    }

    private void settleIfJudged() {
        LongConsumer told = settled;
        if (told != null && open == 0) {
            settled = null;
            meter.release();
            told.accept(Math.max(largest, latestTokenLateness));
        }
    }
}
