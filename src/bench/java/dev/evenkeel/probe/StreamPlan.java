package dev.evenkeel.probe;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * When the events of the ground truth's streams are due. Times in nanoseconds.
 *
 * @param role from the request's last byte to a delta that carries a role and no text
 * @param ttft from the request's last byte to the first token, in the mean
 * @param spread how far below and above {@code ttft} it lies at most
 * @param gap from one token to the next, in the mean; each is half to one and a half of it
 * @param tokens how many of them, each in an event of its own
 */
record StreamPlan(long role, long ttft, long spread, long gap, int tokens) {
    static final Set<String> OPTIONS = Set.of("ttftMs", "spreadMs", "gapMs", "tokens");

    private static final long MS = 1_000_000;
    private static final long ROLE = 3 * MS;
    private static final int USUAL_TOKENS = 64;
    private static final int QUICK_TOKENS = 8;

    static StreamPlan of(BenchOptions options) {
        return new StreamPlan(
                ROLE,
                options.number("ttftMs", 200) * MS,
                options.number("spreadMs", 60) * MS,
                options.number("gapMs", 14) * MS,
                options.count("tokens", USUAL_TOKENS));
    }

    /** The arguments that give this plan. */
    List<String> arguments() {
        return List.of("ttftMs=" + ttft / MS, "spreadMs=" + spread / MS, "gapMs=" + gap / MS, "tokens=" + tokens);
    }

    /** All at once. */
    static StreamPlan quick() {
        return new StreamPlan(0, 0, 0, 0, QUICK_TOKENS);
    }

    long drawTtft(SplittableRandom random) {
        return spread == 0 ? ttft : ttft - spread + random.nextLong(2 * spread);
    }

    long drawGap(SplittableRandom random) {
        return gap == 0 ? 0 : gap / 2 + random.nextLong(gap);
    }

    /** From the request to the last event, in the mean. */
    long duration() {
        return ttft + tokens * gap;
    }
}
