package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.campaign.ScheduleSpec.Cron;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimetableTest {
    private static final UUID CAMPAIGN = UUID.fromString("5b2f4c0e-7a55-4f0b-8d56-0d7b3f6b1c11");
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void aLineIsReadInItsTimeZone() {
        assertThat(nominals("0 30 9 * * ?", "Asia/Kolkata", "2026-11-24T00:00:00Z", 2))
                .containsExactly("2026-11-24T04:00:00Z", "2026-11-25T04:00:00Z");
    }

    @Test
    void aLeapDayComesEveryFourYears() {
        assertThat(nominals("0 0 12 29 2 ?", "UTC", "2026-11-24T00:00:00Z", 2))
                .containsExactly("2028-02-29T12:00:00Z", "2032-02-29T12:00:00Z");
    }

    @Test
    void aNamedTimeThatSpringLeavesOutFiresAtTheChange() {
        assertThat(nominals("0 30 2 * * ?", BERLIN, "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void severalNamedTimesThatSpringLeavesOutFireOnce() {
        assertThat(nominals("0 */20 2 * * ?", BERLIN, "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void aNamedTimeThatAutumnRepeatsFiresOnce() {
        assertThat(nominals("0 30 2 * * ?", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:10:00Z", "2026-10-25T01:59:59Z"})
    void whereverInTheRepeatedHourOneAsksTheNextNamedTimeIsTomorrows(String asked) {
        assertThat(nominals("0 30 2 * * ?", BERLIN, asked, 1)).containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void aPatternOfHoursGoesOnInRealTimeInSpring() {
        assertThat(nominals("0 */20 * * * ?", BERLIN, "2026-03-29T00:30:00Z", 4))
                .containsExactly(
                        "2026-03-29T00:40:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z");
    }

    @Test
    void aPatternOfHoursGoesOnInRealTimeInAutumn() {
        List<String> nominals = nominals("0 */20 * * * ?", BERLIN, "2026-10-24T23:30:00Z", 12);

        for (int i = 1; i < nominals.size(); i++) {
            assertThat(Duration.between(Instant.parse(nominals.get(i - 1)), Instant.parse(nominals.get(i))))
                    .isEqualTo(Duration.ofMinutes(20));
        }
    }

    @Test
    void aChangeOfHalfAnHourIsReadRight() {
        assertThat(nominals("0 45 1 * * ?", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", 2))
                .containsExactly("2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z");
    }

    @Test
    void askingFromAnyInstantGivesTheSameFiringsAsGoingThroughThem() {
        for (String line : List.of("0 30 2 * * ?", "0 */20 * * * ?", "0 15,45 */2 * * ?", "0 */20 2 * * ?")) {
            for (String start : List.of("2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z")) {
                CronLine cron = CronLine.parse(line, ZoneId.of(BERLIN));
                Instant from = Instant.parse(start);
                Optional<Instant> next = cron.nextAfter(from);
                for (int minute = 0; minute < 8 * 60; minute++) {
                    Instant asked = from.plusSeconds(60L * minute);
                    if (!next.orElseThrow().isAfter(asked)) {
                        next = cron.nextAfter(next.orElseThrow());
                    }
                    assertThat(cron.nextAfter(asked))
                            .as("%s after %s", line, asked)
                            .isEqualTo(next);
                }
            }
        }
    }

    @Test
    void aLineThatNeverFiresHasNoNext() {
        assertThat(nominals("0 0 0 30 2 ?", "UTC", "2026-11-24T00:00:00Z", 1)).isEmpty();
        assertThat(nominals("0 0 0 1 1 ? 2020", "UTC", "2026-11-24T00:00:00Z", 1))
                .isEmpty();
    }

    @Test
    void theLastFiringOfALineThatEndsIsRunAndHasNoNext() {
        Timetable timetable = timetable("0 0 0 1 1 ? 2027", "UTC", "PT0S", null);
        Firing last = timetable.nextAfter(Instant.parse("2026-11-24T00:00:00Z")).orElseThrow();

        DueFirings due = timetable.due(last, last.fireAt(), last.fireAt());

        assertThat(due).isEqualTo(new DueFirings(0, 0, Optional.of(last), Optional.empty()));
    }

    @Test
    void limitsCutTheFiringsAtBothEndsAndTheEndsBelongToThem() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Limits limits = new Limits(Instant.parse("2026-11-25T05:00:00Z"), Instant.parse("2026-11-27T05:00:00Z"), null);
        Timetable timetable = Timetable.of(
                new UUID(0, 1), new Cron("0 0 6 * * ?", berlin, Duration.ZERO, Overlap.SKIP, null, limits));

        List<Firing> firings = timetable.upcoming(Instant.parse("2026-11-20T00:00:00Z"), 10);

        assertThat(firings)
                .extracting(Firing::nominal)
                .containsExactly(
                        Instant.parse("2026-11-25T05:00:00Z"),
                        Instant.parse("2026-11-26T05:00:00Z"),
                        Instant.parse("2026-11-27T05:00:00Z"));
        Instant after = Instant.parse("2026-11-27T05:00:01Z");
        assertThat(timetable.due(firings.get(2), after, after))
                .isEqualTo(new DueFirings(0, 0, Optional.of(firings.get(2)), Optional.empty()));
    }

    @Test
    void theDefaultJitterIsATenthOfTheTimeToTheNextFiring() {
        Timetable timetable = timetable("0 */5 * * * ?", "UTC", null, null);

        List<Firing> firings = timetable.upcoming(Instant.parse("2026-11-24T12:00:00Z"), 200);

        assertThat(firings)
                .allSatisfy(firing -> assertThat(Duration.between(firing.nominal(), firing.fireAt()))
                        .isBetween(Duration.ZERO, Duration.ofSeconds(30)))
                .anySatisfy(firing -> assertThat(Duration.between(firing.nominal(), firing.fireAt()))
                        .isGreaterThan(Duration.ofSeconds(27)));
    }

    @Test
    void aJitterNeverReachesTheNextFiring() {
        Timetable timetable = timetable("* * * * * ?", "UTC", "PT1H", null);

        List<Firing> firings = timetable.upcoming(Instant.parse("2026-11-24T12:00:00Z"), 200);

        assertThat(firings)
                .allSatisfy(firing ->
                        assertThat(firing.fireAt()).isBefore(firing.nominal().plusSeconds(1)));
    }

    @Test
    void aFiringLaterThanTheTimeToTheNextOneIsMissed() {
        Timetable timetable = timetable("0 0 * * * ?", "UTC", "PT0S", null);
        Firing pending = firing("2026-11-24T12:00:00Z");
        Instant now = Instant.parse("2026-11-24T14:30:00Z");

        DueFirings due = timetable.due(pending, now, now);

        assertThat(due)
                .isEqualTo(new DueFirings(
                        2,
                        0,
                        Optional.of(firing("2026-11-24T14:00:00Z")),
                        Optional.of(firing("2026-11-24T15:00:00Z"))));
    }

    @Test
    void aLongPauseIsDecidedOnInBoundedStepsThatMissNothing() {
        Timetable timetable = timetable("0 * * * * ?", "UTC", "PT0S", null);
        Firing pending = firing("2026-11-24T12:00:00Z");
        Instant now = Instant.parse("2026-11-25T12:00:30Z");

        DueFirings first = timetable.due(pending, now, now);
        DueFirings second = timetable.due(first.next().orElseThrow(), now, now);
        DueFirings third = timetable.due(second.next().orElseThrow(), now, now);

        assertThat(first.missed()).isEqualTo(CronTimetable.MAX_VISITS);
        assertThat(first.due()).isEmpty();
        assertThat(first.missed() + second.missed() + third.missed()).isEqualTo(24 * 60);
        assertThat(third.due()).contains(firing("2026-11-25T12:00:00Z"));
        assertThat(third.next()).contains(firing("2026-11-25T12:01:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 * * *", "nonsense", "", "61 * * * * ?", "0 0 0 32 1 ?", "0 0 0 * * * * *"})
    void aLineThatIsNotOneIsRefused(String line) {
        assertThatThrownBy(() -> CronLine.parse(line, ZoneId.of("UTC"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> nominals(String line, String zone, String after, int count) {
        return timetable(line, zone, "PT0S", null).upcoming(Instant.parse(after), count).stream()
                .map(firing -> firing.nominal().toString())
                .toList();
    }

    private static Timetable timetable(String line, String zone, @Nullable String jitter, @Nullable String catchup) {
        return Timetable.of(
                CAMPAIGN,
                new Cron(
                        line,
                        ZoneId.of(zone),
                        jitter == null ? null : Duration.parse(jitter),
                        Overlap.SKIP,
                        catchup == null ? null : Duration.parse(catchup)));
    }

    private static Firing firing(String instant) {
        return new Firing(Instant.parse(instant), Instant.parse(instant));
    }
}
