package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.campaign.ScheduleSpec.Interval;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IntervalTimetableTest {
    private static final UUID CAMPAIGN = UUID.fromString("5b2f4c0e-7a55-4f0b-8d56-0d7b3f6b1c11");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void firingsAreAlignedToTheEpochWhateverTheInstantAsked() {
        Timetable timetable = every("PT7M", "PT0S", "PT0S", "PT7M");

        List<Firing> firings = timetable.upcoming(NOON.plusMillis(12_345), 3);

        assertThat(firings)
                .allSatisfy(firing ->
                        assertThat(firing.nominal().toEpochMilli() % 420_000).isZero());
        assertThat(firings).extracting(Firing::nominal).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aPhaseMovesEveryFiring() {
        Timetable timetable = every("PT5M", "PT90S", "PT0S", "PT5M");

        Optional<Firing> next = timetable.nextAfter(NOON);

        assertThat(next).contains(at("2026-11-24T12:01:30Z"));
    }

    @Test
    void theNextFiringIsStrictlyLater() {
        Timetable timetable = every("PT5M", "PT0S", "PT0S", "PT5M");

        Optional<Firing> next = timetable.nextAfter(NOON);

        assertThat(next).contains(at("2026-11-24T12:05:00Z"));
    }

    @Test
    void instantsBeforeTheEpochAreAlignedAsWell() {
        Timetable timetable = every("PT5M", "PT0S", "PT0S", "PT5M");

        Optional<Firing> next = timetable.nextAfter(Instant.parse("1969-12-31T23:58:59.9999Z"));

        assertThat(next).contains(at("1970-01-01T00:00:00Z"));
    }

    @Test
    void nothingIsDueBeforeThePendingFiring() {
        Timetable timetable = every("PT5M", "PT0S", "PT0S", "PT5M");

        DueFirings due = timetable.due(at("2026-11-24T12:05:00Z"), NOON, NOON.plusSeconds(299));

        assertThat(due).isEqualTo(new DueFirings(0, 0, Optional.empty(), Optional.of(at("2026-11-24T12:05:00Z"))));
    }

    @Test
    void aFiringIsDueOnceTheHorizonReachesIt() {
        Timetable timetable = every("PT5M", "PT0S", "PT0S", "PT5M");

        DueFirings due = timetable.due(at("2026-11-24T12:05:00Z"), NOON, NOON.plusSeconds(300));

        assertThat(due)
                .isEqualTo(new DueFirings(
                        0, 0, Optional.of(at("2026-11-24T12:05:00Z")), Optional.of(at("2026-11-24T12:10:00Z"))));
    }

    @Test
    void afterAPauseOfAYearAllButTheLatestAreMissedAndNoneIsVisited() {
        Timetable timetable = every("PT1S", "PT0S", "PT0S", "PT1S");
        Instant aYearLater = NOON.plus(Duration.ofDays(365)).plusMillis(500);

        DueFirings due = timetable.due(new Firing(NOON, NOON), aYearLater, aYearLater);

        assertThat(due.missed()).isEqualTo(365L * 86_400);
        assertThat(due.due()).contains(at("2027-11-24T12:00:00Z"));
        assertThat(due.next()).contains(at("2027-11-24T12:00:01Z"));
    }

    @Test
    void aFiringIsMissedOnlyWhenLaterThanTheCatchupWindow() {
        Timetable timetable = every("PT1H", "PT0S", "PT0S", "PT10M");
        Firing pending = new Firing(NOON, NOON);

        DueFirings atTheEdge = timetable.due(pending, NOON.plusSeconds(600), NOON.plusSeconds(600));
        DueFirings beyond = timetable.due(pending, NOON.plusMillis(600_001), NOON.plusMillis(600_001));

        assertThat(atTheEdge.due()).contains(pending);
        assertThat(beyond).isEqualTo(new DueFirings(1, 0, Optional.empty(), Optional.of(at("2026-11-24T13:00:00Z"))));
    }

    @Test
    void ofSeveralInsideTheCatchupWindowTheLatestRuns() {
        Timetable timetable = every("PT1M", "PT0S", "PT0S", "PT10M");
        Instant now = NOON.plusSeconds(30 * 60);

        DueFirings due = timetable.due(new Firing(NOON, NOON), now, now);

        assertThat(due.missed()).isEqualTo(20);
        assertThat(due.superseded()).isEqualTo(10);
        assertThat(due.due()).contains(at("2026-11-24T12:30:00Z"));
    }

    @Test
    void everyFiringIsDecidedOnOnceWhereverTheTicksFall() {
        Random random = new Random(20261124);
        for (int i = 0; i < 200; i++) {
            long intervalMs = 1_000L + random.nextInt(600_000);
            Interval schedule = new Interval(
                    Duration.ofMillis(intervalMs),
                    Duration.ofMillis(random.nextInt((int) intervalMs)),
                    Duration.ofMillis(random.nextInt((int) intervalMs)),
                    Overlap.SKIP,
                    Duration.ofMillis(1_000L + random.nextInt(2_000_000)));
            Timetable timetable = Timetable.of(new UUID(random.nextLong(), random.nextLong()), schedule);
            Firing pending = timetable.nextAfter(NOON).orElseThrow();
            Instant now = NOON;
            long decided = 0;
            for (int tick = 0; tick < 50; tick++) {
                now = now.plusMillis(random.nextInt((int) (3 * intervalMs)));
                Instant horizon = now.plusSeconds(2);
                DueFirings due = timetable.due(pending, now, horizon);
                decided += due.missed() + due.superseded() + due.due().stream().count();
                pending = due.next().orElseThrow();
                assertThat(pending.fireAt()).isAfter(horizon);
            }
            long expected =
                    Duration.between(timetable.nextAfter(NOON).orElseThrow().nominal(), pending.nominal())
                                    .toMillis()
                            / intervalMs;
            assertThat(decided).as("firings decided on by %s", schedule).isEqualTo(expected);
        }
    }

    @Test
    void jitteredFiringsKeepTheirOrderAndTheirBounds() {
        Timetable timetable = every("PT1M", "PT0S", "PT59S", "PT1M");

        List<Firing> firings = timetable.upcoming(NOON, 500);

        assertThat(firings).extracting(Firing::fireAt).isSorted();
        assertThat(firings)
                .allSatisfy(firing -> assertThat(Duration.between(firing.nominal(), firing.fireAt()))
                        .isBetween(Duration.ZERO, Duration.ofSeconds(59)));
        assertThat(firings.stream()
                        .mapToLong(
                                f -> Duration.between(f.nominal(), f.fireAt()).toMillis())
                        .average()
                        .orElseThrow())
                .isBetween(26_000.0, 33_000.0);
    }

    @Test
    void limitsCutTheFiringsAtBothEndsAndTheEndsBelongToThem() {
        Instant start = NOON.plusSeconds(600);
        Instant end = NOON.plusSeconds(1200);
        Duration five = Duration.ofMinutes(5);
        Timetable timetable = Timetable.of(
                CAMPAIGN,
                new Interval(five, Duration.ZERO, Duration.ZERO, Overlap.SKIP, five, new Limits(start, end, null)));

        assertThat(timetable.upcoming(NOON, 10))
                .containsExactly(at("2026-11-24T12:10:00Z"), at("2026-11-24T12:15:00Z"), at("2026-11-24T12:20:00Z"));
        Instant late = NOON.plusSeconds(7200);
        assertThat(timetable.due(at("2026-11-24T12:15:00Z"), late, late))
                .isEqualTo(new DueFirings(2, 0, Optional.empty(), Optional.empty()));
    }

    private static Timetable every(String interval, String phase, String jitter, String catchupWindow) {
        return Timetable.of(
                CAMPAIGN,
                new Interval(
                        Duration.parse(interval),
                        Duration.parse(phase),
                        Duration.parse(jitter),
                        Overlap.SKIP,
                        Duration.parse(catchupWindow)));
    }

    private static Firing at(String instant) {
        return new Firing(Instant.parse(instant), Instant.parse(instant));
    }
}
