package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.rollup.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a window of a length really covers: it begins and ends at edges of what samples are summed up in, begins early
 * rather than late, and holds all that is known by now, as its end is the next edge, or now where that is one. One that ends
 * in the past ends at the last edge that was over then.
 *
 * @param from inclusive
 * @param to exclusive; not before the time of asking, but for windows that end in the past
 * @param resolution of the rollups that it may be read from, the finest that its cells ask for and that is kept for as
 *     long as the answer is valid; absent where it is too short for them
 * @param cellLength how long the cells of the bootstrap are
 */
record Covered(Instant from, Instant to, @Nullable Resolution resolution, Duration cellLength) {
    /** Less has too few of the finest rollups for an interval. */
    private static final Duration SHORTEST_ROLLED_UP = Duration.ofHours(1);

    /** @param asOf absent = now */
    static Covered by(Duration window, Instant now, @Nullable Instant asOf, Ladder ladder) {
        return window.compareTo(SHORTEST_ROLLED_UP) < 0
                ? bySamples(window, now, asOf)
                : byRollups(window, now, asOf, ladder);
    }

    private static Covered bySamples(Duration window, Instant now, @Nullable Instant asOf) {
        Instant minute = (asOf == null ? now : asOf).truncatedTo(ChronoUnit.MINUTES);
        Instant to = asOf == null && minute.isBefore(now) ? minute.plus(1, ChronoUnit.MINUTES) : minute;
        return new Covered(to.minus(window).truncatedTo(ChronoUnit.MINUTES), to, null, Cells.lengthFor(window));
    }

    private static Covered byRollups(Duration window, Instant now, @Nullable Instant asOf, Ladder ladder) {
        Instant still = now.plus(RankingQuestion.PAST_IS_VALID);
        Instant to = asOf == null
                ? Resolution.FIVE_MINUTES.ceiling(now)
                : ladder.finestSince(Resolution.DAY.floor(asOf), Resolution.FIVE_MINUTES, still)
                        .floor(asOf);
        Duration cellLength = Cells.lengthFor(window);
        Resolution resolution = ladder.finestSince(to.minus(window), coarsestWithin(cellLength), still);
        return new Covered(
                resolution.floor(to.minus(window)),
                to,
                resolution,
                cellLength.compareTo(resolution.step()) < 0 ? resolution.step() : cellLength);
    }

    private static Resolution coarsestWithin(Duration length) {
        return Resolution.LADDER.stream()
                .filter(resolution -> resolution.step().compareTo(length) <= 0)
                .reduce(Resolution.FIVE_MINUTES, (finer, coarser) -> coarser);
    }
}
