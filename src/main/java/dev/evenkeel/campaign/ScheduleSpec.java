package dev.evenkeel.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When a campaign's runs fire. What it means is computed by {@link Timetable}. */
public sealed interface ScheduleSpec {
    /** The jitter of a schedule that sets none is a tenth of its interval, and at most this. */
    Duration MAX_DEFAULT_JITTER = Duration.ofMinutes(2);

    /** Handles each kind; a new kind breaks every caller. */
    <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual);

    Overlap overlap();

    Limits limits();

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
    record Interval(
            Duration interval, Duration phase, Duration jitter, Overlap overlap, Duration catchupWindow, Limits limits)
            implements ScheduleSpec {
        /** Without limits. */
        public Interval(Duration interval, Duration phase, Duration jitter, Overlap overlap, Duration catchupWindow) {
            this(interval, phase, jitter, overlap, catchupWindow, Limits.NONE);
        }

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
            @Nullable Duration catchupWindow,
            Limits limits)
            implements ScheduleSpec {
        /** Without limits. */
        public Cron(
                String line,
                ZoneId zone,
                @Nullable Duration jitter,
                Overlap overlap,
                @Nullable Duration catchupWindow) {
            this(line, zone, jitter, overlap, catchupWindow, Limits.NONE);
        }

        @Override
        public <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual) {
            return cron.apply(this);
        }
    }

    /** Fires only when triggered. */
    record Manual() implements ScheduleSpec {
        @Override
        public Overlap overlap() {
            return Overlap.SKIP;
        }

        @Override
        public Limits limits() {
            return Limits.NONE;
        }

        @Override
        public <T> T match(Function<Interval, T> interval, Function<Cron, T> cron, Function<Manual, T> manual) {
            return manual.apply(this);
        }
    }

    /** What happens to a firing while a run of the same campaign is open. */
    enum Overlap {
        /** It is counted as skipped and does not run. */
        SKIP,
        /** The first one waits and runs as soon as no run is open; any further one is counted as skipped. */
        BUFFER_ONE,
        /** It runs beside the open ones. */
        ALLOW
    }

    /**
     * What bounds a schedule.
     *
     * @param startAt no firing has a nominal instant before it; absent = no bound
     * @param endAt no firing has a nominal instant after it; absent = no bound
     * @param remainingRuns how many runs the schedule makes, counted from when it was set, at least 1; absent = no bound
     */
    record Limits(
            @Nullable Instant startAt,
            @Nullable Instant endAt,
            @Nullable Integer remainingRuns) {
        public static final Limits NONE = new Limits(null, null, null);

        /** The later of {@code instant} and the last moment before {@code startAt}. */
        Instant notBeforeStart(Instant instant) {
            return startAt == null || !instant.isBefore(startAt) ? instant : startAt.minusNanos(1);
        }

        boolean isBeforeEnd(Instant nominal) {
            return endAt == null || !nominal.isAfter(endAt);
        }
    }
}
