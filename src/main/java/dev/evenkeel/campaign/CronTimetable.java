package dev.evenkeel.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@link ScheduleSpec.Cron}: visits each firing, and no more than {@link #MAX_VISITS} at one go. */
record CronTimetable(CronLine line, ScheduleSpec.Cron schedule, Jitter jitter) implements Timetable {
    /**
     * Some 10 ms of work. After a pause with more firings than this the rest is decided on by the following
     * calls, each starting from the {@code next} of the one before.
     */
    static final int MAX_VISITS = 500;

    @Override
    public Optional<Firing> nextAfter(Instant instant) {
        return line.nextAfter(schedule.limits().notBeforeStart(instant))
                .filter(schedule.limits()::isBeforeEnd)
                .map(nominal -> firing(nominal, gapAfter(nominal, line.nextAfter(nominal))));
    }

    @Override
    public DueFirings due(Firing pending, Instant now, Instant horizon) {
        long missed = 0;
        long notMissed = 0;
        Optional<Firing> latest = Optional.empty();
        Optional<Instant> nominal = Optional.of(pending.nominal());
        for (int visits = 0; nominal.isPresent(); visits++) {
            Optional<Instant> following = line.nextAfter(nominal.get());
            Duration gap = gapAfter(nominal.get(), following);
            Firing firing = firing(nominal.get(), gap);
            if (firing.fireAt().isAfter(horizon)) {
                return new DueFirings(missed, Math.max(0, notMissed - 1), latest, Optional.of(firing));
            }
            if (visits == MAX_VISITS) {
                return new DueFirings(missed, notMissed, Optional.empty(), Optional.of(firing));
            }
            if (firing.fireAt().plus(catchupWindow(gap)).isBefore(now)) {
                missed++;
            } else {
                notMissed++;
                latest = Optional.of(firing);
            }
            nominal = following.filter(schedule.limits()::isBeforeEnd);
        }
        return new DueFirings(missed, Math.max(0, notMissed - 1), latest, Optional.empty());
    }

    private Firing firing(Instant nominal, Duration gap) {
        Duration wanted = schedule.jitter() == null ? ScheduleSpec.defaultJitter(gap) : schedule.jitter();
        Duration most = gap.minusMillis(1);
        return new Firing(nominal, nominal.plus(jitter.of(nominal, wanted.compareTo(most) < 0 ? wanted : most)));
    }

    private Duration catchupWindow(Duration gap) {
        return schedule.catchupWindow() == null ? gap : schedule.catchupWindow();
    }

    /** The last firing of a line that ends is treated as if a day were to follow it. */
    private static Duration gapAfter(Instant nominal, Optional<Instant> following) {
        return following.map(next -> Duration.between(nominal, next)).orElse(Duration.ofDays(1));
    }
}
