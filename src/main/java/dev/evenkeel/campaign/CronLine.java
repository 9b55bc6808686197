package dev.evenkeel.campaign;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The instants that a Quartz cron line names in a time zone. Immutable.
 *
 * <p>When the clocks change, a line whose hours are a pattern ({@code *}, {@code *}{@code /2}) goes on in real time:
 * nothing in the hour that is left out, and every firing of the hour that comes twice, twice. A line that
 * names its hours fires once for each local time: at the moment of the change for times that are left out,
 * and in the first of the two hours that read the same.
 */
record CronLine(ExecutionTime local, ZoneId zone, boolean namesHours) {
    private static final int HOUR_FIELD = 2;
    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));

    /** @throws IllegalArgumentException if the line is not a Quartz cron line; the message says why */
    static CronLine parse(String line, ZoneId zone) {
        ExecutionTime time = ExecutionTime.forCron(PARSER.parse(line).validate());
        String hours = line.strip().split("\\s+", -1)[HOUR_FIELD];
        return new CronLine(time, zone, !hours.contains("*") && !hours.contains("/"));
    }

    /** The first instant after {@code instant} that the line names; empty if there is none until the year 2100. */
    Optional<Instant> nextAfter(Instant instant) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        Optional<LocalDateTime> candidate = localAfter(startOf(instant, offset));
        ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
        while (candidate.isPresent()) {
            Instant found = candidate.get().toInstant(offset);
            if (change == null || found.isBefore(change.getInstant())) {
                return Optional.of(found);
            }
            candidate = firstFrom(change);
            offset = change.getOffsetAfter();
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return Optional.empty();
    }

    /** Inside the second of two hours that read the same, a line that names its hours has to wait for its end. */
    private LocalDateTime startOf(Instant instant, ZoneOffset offset) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, offset);
        ZoneOffsetTransition last = zone.getRules().previousTransition(instant.plusNanos(1));
        boolean repeated = last != null && last.isOverlap() && time.isBefore(last.getDateTimeBefore());
        return namesHours && repeated ? last.getDateTimeBefore().minusNanos(1) : time;
    }

    /** The first local time at or after a change of the clocks, read with the offset that then holds. */
    private Optional<LocalDateTime> firstFrom(ZoneOffsetTransition change) {
        LocalDateTime before = change.getDateTimeBefore();
        LocalDateTime after = change.getDateTimeAfter();
        if (!namesHours) {
            return localFrom(after);
        }
        if (change.isOverlap()) {
            return localFrom(before);
        }
        return localFrom(before).map(time -> time.isBefore(after) ? after : time);
    }

    private Optional<LocalDateTime> localFrom(LocalDateTime time) {
        return localAfter(time.minusNanos(1));
    }

    /** The library knows the calendar; the clocks' changes are kept from it by asking in UTC. */
    private Optional<LocalDateTime> localAfter(LocalDateTime time) {
        return local.nextExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
