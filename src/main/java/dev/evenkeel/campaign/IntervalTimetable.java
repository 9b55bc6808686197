package dev.evenkeel.campaign;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** {@link ScheduleSpec.Interval} in arithmetic alone: however long the pause, no firing is visited. */
record IntervalTimetable(ScheduleSpec.Interval schedule, Jitter jitter) implements Timetable {
    @Override
    public Optional<Firing> nextAfter(Instant instant) {
        return unlessOver(lastIndexAt(schedule.limits().notBeforeStart(instant)) + 1);
    }

    @Override
    public DueFirings due(Firing pending, Instant now, Instant horizon) {
        Instant late = now.minus(schedule.catchupWindow());
        long first = lastIndexAt(pending.nominal());
        long lastMissed = lastIndexWhere(late, fireAt -> fireAt.isBefore(late));
        long lastDue = Math.min(lastIndex(), lastIndexWhere(horizon, fireAt -> !fireAt.isAfter(horizon)));
        if (lastDue < first) {
            return new DueFirings(0, 0, Optional.empty(), Optional.of(pending));
        }
        long missed = Math.max(0, Math.min(lastMissed, lastDue) - first + 1);
        long due = lastDue - first + 1 - missed;
        Optional<Firing> latest = due == 0 ? Optional.empty() : Optional.of(firing(lastDue));
        return new DueFirings(missed, Math.max(0, due - 1), latest, unlessOver(lastDue + 1));
    }

    private Optional<Firing> unlessOver(long index) {
        return index > lastIndex() ? Optional.empty() : Optional.of(firing(index));
    }

    private long lastIndex() {
        Instant endAt = schedule.limits().endAt();
        return endAt == null ? Long.MAX_VALUE : lastIndexAt(endAt);
    }

    /** The jitter is less than the interval, so that of the last two nominal instants one qualifies. */
    private long lastIndexWhere(Instant upTo, Predicate<Instant> qualifies) {
        long index = lastIndexAt(upTo);
        return qualifies.test(firing(index).fireAt()) ? index : index - 1;
    }

    private long lastIndexAt(Instant instant) {
        long sincePhase = instant.toEpochMilli() - schedule.phase().toMillis();
        return Math.floorDiv(sincePhase, schedule.interval().toMillis());
    }

    private Firing firing(long index) {
        Instant nominal = Instant.EPOCH
                .plus(schedule.phase())
                .plusMillis(Math.multiplyExact(index, schedule.interval().toMillis()));
        return new Firing(nominal, nominal.plus(jitter.of(nominal, schedule.jitter())));
    }
}
