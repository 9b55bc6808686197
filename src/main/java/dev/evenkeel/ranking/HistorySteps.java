package dev.evenkeel.ranking;

import dev.evenkeel.http.Violations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of time that a history tells of, one after the other.
 *
 * @param step how long each is; aligned to the epoch
 * @param until where the last of them ends, or would
 * @param ends ascending; none where there is no room for a whole step
 */
record HistorySteps(Duration step, Instant until, List<Instant> ends) {
    static final int MAX_STEPS = 400;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FINEST = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofHours(1);
    private static final int USUAL_STEPS = 24;

    HistorySteps {
        ends = List.copyOf(ends);
    }

    /**
     * Reads the query's parameters: whole steps between {@code from} and {@code to}, those of the past alone; the last 24
     * unless given.
     *
     * @throws dev.evenkeel.http.ProblemException 422 naming each parameter that is not understood
     */
    static HistorySteps parse(@Nullable String step, @Nullable String from, @Nullable String to, Instant now) {
        Violations violations = new Violations();
        Duration length = step == null ? USUAL : duration(step, violations);
        violations.addUnless(
                length.compareTo(FINEST) >= 0
                        && length.compareTo(DAY) <= 0
                        && length.equals(Duration.ofSeconds(length.toSeconds()))
                        && length.toSeconds() % FINEST.toSeconds() == 0
                        && DAY.toSeconds() % length.toSeconds() == 0,
                "step",
                "must be whole PT5M that divide a day: PT5M to P1D");
        Instant until = to == null ? now : instant(to, "to", now, violations);
        violations.throwIfAny();
        Instant last = floor(until.isAfter(now) ? now : until, length);
        Instant since =
                from == null ? last.minus(length.multipliedBy(USUAL_STEPS)) : instant(from, "from", last, violations);
        violations.addUnless(
                !since.isBefore(last.minus(length.multipliedBy(MAX_STEPS))),
                "from",
                "must be at most " + MAX_STEPS + " steps before to");
        violations.throwIfAny();
        List<Instant> ends = new ArrayList<>();
        for (Instant end = last; !end.minus(length).isBefore(since); end = end.minus(length)) {
            ends.add(0, end);
        }
        return new HistorySteps(length, last, ends);
    }

    private static Instant floor(Instant at, Duration step) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), step.toSeconds()) * step.toSeconds());
    }

    private static Duration duration(String text, Violations violations) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            violations.add("step", "must be an ISO-8601 duration such as PT1H");
            return USUAL;
        }
    }

    private static Instant instant(String text, String field, Instant ifNot, Violations violations) {
        return Objects.requireNonNullElse(RankingParameters.instant(text, field, violations), ifNot);
    }
}
