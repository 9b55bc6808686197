package dev.evenkeel.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The firings of one campaign's schedule. Pure: the same campaign, schedule and instants give the same answer
 * in every process. Immutable.
 *
 * <p>Of several firings that are due at the same time the latest one runs: it is the closest to its nominal
 * instant, and the others would only overlap it.
 */
sealed interface Timetable permits IntervalTimetable, CronTimetable, ManualTimetable {
    static Timetable of(UUID campaignId, ScheduleSpec schedule) {
        Jitter jitter = new Jitter(campaignId);
        return schedule.match(
                interval -> new IntervalTimetable(interval, jitter),
                cron -> new CronTimetable(CronLine.parse(cron.line(), cron.zone()), cron, jitter),
                manual -> new ManualTimetable());
    }

    /** The first firing whose nominal instant is after {@code instant}. */
    Optional<Firing> nextAfter(Instant instant);

    /**
     * Decides on the firings from {@code pending} on that fire at {@code horizon} or before.
     *
     * @param pending the first firing that has not been decided on yet
     * @param now what lateness is judged by; not after {@code horizon}
     */
    DueFirings due(Firing pending, Instant now, Instant horizon);

    /** The first {@code count} firings after {@code instant}, or fewer where the schedule ends. */
    default List<Firing> upcoming(Instant instant, int count) {
        return Stream.iterate(nextAfter(instant), Optional::isPresent, f -> f.flatMap(g -> nextAfter(g.nominal())))
                .limit(count)
                .flatMap(Optional::stream)
                .toList();
    }
}
