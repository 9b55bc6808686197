package dev.evenkeel.campaign;

import java.time.Instant;
import java.util.Optional;

/** {@link ScheduleSpec.Manual}: never fires. */
record ManualTimetable() implements Timetable {
    @Override
    public Optional<Firing> nextAfter(Instant instant) {
        return Optional.empty();
    }

    @Override
    public DueFirings due(Firing pending, Instant now, Instant horizon) {
        return new DueFirings(0, 0, Optional.empty(), Optional.empty());
    }
}
