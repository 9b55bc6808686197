package dev.evenkeel.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollupSpanTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void wholeCoarseStretchesAreTakenAndFinerOnesAtTheEnds() {
        List<RollupSpan> spans =
                RollupSpan.covering(MIDNIGHT, MIDNIGHT.plus(Duration.ofMinutes(8 * 60 + 10)), Resolution.SIX_HOURS);

        assertThat(spans)
                .containsExactly(
                        new RollupSpan(Resolution.SIX_HOURS, MIDNIGHT, at(6 * 60)),
                        new RollupSpan(Resolution.HOUR, at(6 * 60), at(8 * 60)),
                        new RollupSpan(Resolution.FIVE_MINUTES, at(8 * 60), at(8 * 60 + 10)));
    }

    @Test
    void spansCoverTheWholeAndNothingTwice() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            Instant from = at(5 * random.nextInt(3_000));
            Instant to = from.plus(Duration.ofMinutes(5L * random.nextInt(3_000)));

            List<RollupSpan> spans = RollupSpan.covering(from, to, Resolution.LADDER.get(random.nextInt(4)));

            Instant covered = from;
            for (RollupSpan span : spans) {
                assertThat(span.from()).isEqualTo(covered);
                covered = span.to();
            }
            assertThat(covered).isEqualTo(to);
        }
    }

    @Test
    void nothingIsCoveredByNothing() {
        assertThat(RollupSpan.covering(MIDNIGHT, MIDNIGHT, Resolution.DAY)).isEmpty();
    }

    @Test
    void aSpanBeginsAndEndsAtEdges() {
        assertThatThrownBy(() -> new RollupSpan(Resolution.HOUR, at(30), at(60)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLadderGivesTheFinestThatIsStillKept() {
        Ladder ladder = new Ladder(Map.of(
                Resolution.FIVE_MINUTES, Duration.ofDays(3),
                Resolution.HOUR, Duration.ofDays(40),
                Resolution.SIX_HOURS, Duration.ofDays(100),
                Resolution.DAY, Duration.ofDays(1_000)));

        assertThat(ladder.finestSince(MIDNIGHT.minus(Duration.ofDays(1)), Resolution.FIVE_MINUTES, MIDNIGHT))
                .isEqualTo(Resolution.FIVE_MINUTES);
        assertThat(ladder.finestSince(MIDNIGHT.minus(Duration.ofDays(1)), Resolution.HOUR, MIDNIGHT))
                .isEqualTo(Resolution.HOUR);
        assertThat(ladder.finestSince(MIDNIGHT.minus(Duration.ofDays(4)), Resolution.FIVE_MINUTES, MIDNIGHT))
                .isEqualTo(Resolution.HOUR);
        assertThat(ladder.finestSince(MIDNIGHT.minus(Duration.ofDays(2_000)), Resolution.FIVE_MINUTES, MIDNIGHT))
                .isEqualTo(Resolution.DAY);
    }

    @Test
    void aLadderKeepsTheCoarserLonger() {
        assertThatThrownBy(() -> new Ladder(Map.of(
                        Resolution.FIVE_MINUTES, Duration.ofDays(3),
                        Resolution.HOUR, Duration.ofDays(2),
                        Resolution.SIX_HOURS, Duration.ofDays(100),
                        Resolution.DAY, Duration.ofDays(1_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HOUR");
    }

    private static Instant at(int minutes) {
        return MIDNIGHT.plus(Duration.ofMinutes(minutes));
    }
}
