package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.ScheduleDocument;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.Violations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a schedule of the client's document, noting all that is wrong with it. */
final class ScheduleReader {
    static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
    static final Duration MAX_INTERVAL = Duration.ofDays(366);
    private static final int MAX_CRON_LENGTH = 200;
    private static final Duration MAX_CRON_JITTER = Duration.ofDays(1);
    private static final int MAX_REMAINING_RUNS = 1_000_000;

    private final Violations violations;
    private final FieldReader fields;

    ScheduleReader(Violations violations) {
        this.violations = violations;
        this.fields = new FieldReader(violations);
    }

    ScheduleSpec read(@Nullable ScheduleDocument schedule) {
        if (schedule == null) {
            violations.add("schedule", "is required");
            return new ScheduleSpec.Manual();
        }
        long kinds = Stream.of(schedule.interval(), schedule.cron(), schedule.manual())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            violations.add("schedule", "must have exactly one of interval, cron and manual");
            return new ScheduleSpec.Manual();
        }
        if (schedule.interval() != null) {
            return interval(schedule, schedule.interval());
        }
        return schedule.cron() != null ? cron(schedule, schedule.cron()) : manual(schedule);
    }

    private ScheduleSpec interval(ScheduleDocument schedule, String text) {
        fields.notWith(schedule.timezone(), "schedule.timezone", "an interval");
        Overlap overlap = overlap(schedule.overlapPolicy());
        Duration interval = fields.optionalDuration(text, "schedule.interval", MIN_INTERVAL, MAX_INTERVAL);
        if (interval == null) {
            return new ScheduleSpec.Manual();
        }
        Duration phase = lessThan(interval, schedule.phase(), "schedule.phase", Duration.ZERO);
        Duration jitter =
                lessThan(interval, schedule.jitter(), "schedule.jitter", ScheduleSpec.defaultJitter(interval));
        Duration catchup = fields.duration(
                schedule.catchupWindow(), "schedule.catchupWindow", interval, MIN_INTERVAL, MAX_INTERVAL);
        return new ScheduleSpec.Interval(interval, phase, jitter, overlap, catchup, limits(schedule));
    }

    private ScheduleSpec cron(ScheduleDocument schedule, String text) {
        fields.notWith(schedule.phase(), "schedule.phase", "a cron line");
        Overlap overlap = overlap(schedule.overlapPolicy());
        Duration jitter = fields.optionalDuration(schedule.jitter(), "schedule.jitter", Duration.ZERO, MAX_CRON_JITTER);
        Duration catchup =
                fields.optionalDuration(schedule.catchupWindow(), "schedule.catchupWindow", MIN_INTERVAL, MAX_INTERVAL);
        String line = fields.text(text, "schedule.cron", MAX_CRON_LENGTH);
        ZoneId zone = zone(schedule.timezone());
        try {
            CronLine.parse(line, zone);
        } catch (IllegalArgumentException e) {
            violations.add("schedule.cron", "must be a Quartz cron line: " + e.getMessage());
        }
        return new ScheduleSpec.Cron(line, zone, jitter, overlap, catchup, limits(schedule));
    }

    private ScheduleSpec manual(ScheduleDocument schedule) {
        violations.addUnless(Boolean.TRUE.equals(schedule.manual()), "schedule.manual", "must be true or absent");
        fields.notWith(schedule.phase(), "schedule.phase", "manual");
        fields.notWith(schedule.timezone(), "schedule.timezone", "manual");
        fields.notWith(schedule.jitter(), "schedule.jitter", "manual");
        fields.notWith(schedule.overlapPolicy(), "schedule.overlapPolicy", "manual");
        fields.notWith(schedule.catchupWindow(), "schedule.catchupWindow", "manual");
        fields.notWith(schedule.startAt(), "schedule.startAt", "manual");
        fields.notWith(schedule.endAt(), "schedule.endAt", "manual");
        fields.notWith(schedule.remainingRuns(), "schedule.remainingRuns", "manual");
        return new ScheduleSpec.Manual();
    }

    private Duration lessThan(Duration interval, @Nullable String text, String field, Duration defaultValue) {
        Duration read = fields.duration(text, field, defaultValue, Duration.ZERO, MAX_INTERVAL);
        violations.addUnless(read.compareTo(interval) < 0, field, "must be less than the interval");
        return read;
    }

    private Overlap overlap(@Nullable String policy) {
        if (policy == null) {
            return Overlap.SKIP;
        }
        return Arrays.stream(Overlap.values())
                .filter(known -> known.name().equals(policy))
                .findFirst()
                .orElseGet(() -> {
                    violations.add("schedule.overlapPolicy", "must be one of SKIP, BUFFER_ONE, ALLOW");
                    return Overlap.SKIP;
                });
    }

    private Limits limits(ScheduleDocument schedule) {
        Instant startAt = fields.instant(schedule.startAt(), "schedule.startAt");
        Instant endAt = fields.instant(schedule.endAt(), "schedule.endAt");
        violations.addUnless(
                startAt == null || endAt == null || endAt.isAfter(startAt), "schedule.endAt", "must be after startAt");
        Integer remainingRuns = schedule.remainingRuns() == null
                ? null
                : fields.integer(schedule.remainingRuns(), "schedule.remainingRuns", 1, 1, MAX_REMAINING_RUNS);
        return new Limits(startAt, endAt, remainingRuns);
    }

    private ZoneId zone(@Nullable String timezone) {
        try {
            return ZoneId.of(timezone == null ? "UTC" : timezone);
        } catch (DateTimeException e) {
            violations.add("schedule.timezone", "no such time zone: must be an IANA name such as Europe/Berlin");
            return ZoneId.of("UTC");
        }
    }
}
