package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.rollup.Resolution;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoveredTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:03:17.5Z");

    @Test
    void aDayEndsAtTheNextEdgeAndBeginsADayBeforeIt() {
        Covered covered = by(Duration.ofHours(24), null);

        assertThat(covered.to()).isEqualTo("2026-11-24T12:05:00Z");
        assertThat(covered.from()).isEqualTo("2026-11-23T12:05:00Z");
        assertThat(covered.resolution()).isEqualTo(Resolution.FIVE_MINUTES);
        assertThat(covered.cellLength()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void onAnEdgeTheWindowEndsThere() {
        assertThat(Covered.by(Duration.ofHours(24), Instant.parse("2026-11-24T12:05:00Z"), null, Probes.LADDER)
                        .to())
                .isEqualTo("2026-11-24T12:05:00Z");
    }

    @Test
    void longWindowsBeginEarlyRatherThanLate() {
        Covered week = by(Duration.ofDays(7), null);
        Covered month = by(Duration.ofDays(30), null);

        assertThat(week.from()).isEqualTo("2026-11-17T12:00:00Z");
        assertThat(week.to()).isEqualTo("2026-11-24T12:05:00Z");
        assertThat(week.resolution()).isEqualTo(Resolution.HOUR);
        assertThat(week.cellLength()).isEqualTo(Duration.ofHours(2));
        assertThat(month.from()).isEqualTo("2026-10-25T12:00:00Z");
        assertThat(month.resolution()).isEqualTo(Resolution.SIX_HOURS);
        assertThat(month.cellLength()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void underAnHourSamplesAreReadBetweenWholeMinutes() {
        Covered covered = by(Duration.ofMinutes(10), null);

        assertThat(covered.resolution()).isNull();
        assertThat(covered.to()).isEqualTo("2026-11-24T12:04:00Z");
        assertThat(covered.from()).isEqualTo("2026-11-24T11:54:00Z");
    }

    @Test
    void thePastEndsAtTheLastEdgeThatWasOver() {
        Covered yesterday = by(Duration.ofHours(24), Instant.parse("2026-11-23T08:59:59Z"));
        Covered lastMonth = by(Duration.ofHours(24), Instant.parse("2026-10-30T08:59:59Z"));
        Covered lastYear = by(Duration.ofHours(24), Instant.parse("2025-10-30T08:59:59Z"));

        assertThat(yesterday.to()).isEqualTo("2026-11-23T08:55:00Z");
        assertThat(yesterday.resolution()).isEqualTo(Resolution.FIVE_MINUTES);
        assertThat(lastMonth.to()).isEqualTo("2026-10-30T08:00:00Z");
        assertThat(lastMonth.resolution()).isEqualTo(Resolution.HOUR);
        assertThat(lastMonth.cellLength()).isEqualTo(Duration.ofHours(1));
        assertThat(lastYear.to()).isEqualTo("2025-10-30T00:00:00Z");
        assertThat(lastYear.resolution()).isEqualTo(Resolution.DAY);
    }

    @Test
    void whatIsAboutToBeDroppedIsNotReliedOn() {
        Instant threeDaysAgo = NOW.minus(Duration.ofDays(3));

        Covered stillKept = by(Duration.ofHours(24), threeDaysAgo.plus(Duration.ofHours(26)));
        Covered keptForHalfAnHour = by(Duration.ofHours(24), threeDaysAgo.plus(Duration.ofMinutes(24 * 60 + 30)));

        assertThat(stillKept.resolution()).isEqualTo(Resolution.FIVE_MINUTES);
        assertThat(keptForHalfAnHour.resolution()).isEqualTo(Resolution.HOUR);
    }

    private static Covered by(Duration window, @Nullable Instant asOf) {
        return Covered.by(window, NOW, asOf, Probes.LADDER);
    }
}
