package dev.evenkeel.campaign;

import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When a campaign's runs fire. What it means is computed by {@link Timetable}. */
public sealed interface ScheduleSpec {
    /** The jitter of a schedule that sets none is a tenth of its interval, and at most this. */
    Duration MAX_DEFAULT_JITTER = Duration.ofMinutes(2);

    /** Handles each kind; a new kind breaks every caller. */
    <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual);

    static Duration defaultJitter(Duration interval) {
        Duration tenth = interval.dividedBy(10);
        return tenth.compareTo(MAX_DEFAULT_JITTER) > 0 ? MAX_DEFAULT_JITTER : tenth;
    }

    /**
     * Fires at every multiple of {@code interval} since 1970-01-01T00:00Z, {@code phase} later.
     *
     * @param phase in [0, interval)
     * @param jitter each firing is moved by a part of it; in [0, interval)
     * @param overlap what happens to a firing while a run of the campaign is open
     * @param catchupWindow a firing later than this is counted as missed and not run
     */
    record Interval(Duration interval, Duration phase, Duration jitter, Overlap overlap, Duration catchupWindow)
            implements ScheduleSpec {
        /** With every default. */
        public static Interval of(Duration interval) {
            return new Interval(interval, Duration.ZERO, defaultJitter(interval), Overlap.SKIP, interval);
        }

        @Override
        public <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual) {
            return interval.apply(this);
        }
    }

    /**
     * Fires by a Quartz cron line, read in a time zone.
     *
     * @param line six fields from seconds to day of week, and optionally a year
     * @param jitter as for an interval, cut so as to stay before the next firing; absent = the default, by
     *     the time from each firing to the next one
     * @param catchupWindow absent = the time from each firing to the next one
     */
    record Cron(
            String line,
            ZoneId zone,
            @Nullable Duration jitter,
            Overlap overlap,
            @Nullable Duration catchupWindow) implements ScheduleSpec {
        @Override
        public <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual) {
            return cron.apply(this);
        }
    }

    /** Fires only when triggered. */
    record Manual() implements ScheduleSpec {
        @Override
        public <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual) {
            return manual.apply(this);
        }
    }

    /** What happens to a firing while a run of the same campaign is open. */
    enum Overlap {
        /** It is counted as skipped and does not run. */
        SKIP
    }
}
