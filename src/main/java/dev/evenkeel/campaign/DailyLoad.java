package dev.evenkeel.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign's schedule asks for in 24 hours, budget and overlaps aside.
 *
 * @param runs firings in the 24 hours to come; a cron line that fires more often than {@link #FIRINGS_LOOKED_AT} times
 *     in them is extrapolated from its next ones
 * @param probes runs × rounds × targets × kinds of connections × vantages
 * @param cost an upper estimate; absent unless all targets have a price in one currency
 */
@Schema(
        name = "DailyLoad",
        description = "What the schedule asks for in the 24 hours to come, budget and overlaps aside.")
@JsonInclude(Include.NON_NULL)
record DailyLoad(
        double runs,
        double probes,

        @Schema(
                description =
                        "An upper estimate: every probe is taken to use all the output that it may. Absent unless all"
                                + " targets have a price in one currency.")
        @Nullable
        BigDecimal cost,

        @Nullable String currency) {
    static final int FIRINGS_LOOKED_AT = 500;

    private static final Duration DAY = Duration.ofDays(1);
    private static final int COST_DECIMALS = 6;

    /** @param remainingRuns how many the schedule still makes; absent = no bound */
    static DailyLoad of(CampaignSpec spec, Timetable timetable, @Nullable Integer remainingRuns, Instant now) {
        double scheduled = spec.schedule()
                .match(
                        interval -> withinLimits(interval, timetable, now),
                        cron -> counted(timetable, now),
                        manual -> 0.0);
        double runs = remainingRuns == null ? scheduled : Math.min(remainingRuns, scheduled);
        double rounds = runs * spec.rounds().count();
        RoundEstimate round = RoundEstimate.of(spec);
        String currency = spec.currency().orElse(null);
        return new DailyLoad(runs, rounds * round.probes(), currency == null ? null : costOf(round, rounds), currency);
    }

    private static BigDecimal costOf(RoundEstimate round, double rounds) {
        return round.cost()
                .multiply(BigDecimal.valueOf(rounds), MathContext.DECIMAL64)
                .setScale(COST_DECIMALS, RoundingMode.CEILING);
    }

    private static double withinLimits(ScheduleSpec.Interval schedule, Timetable timetable, Instant now) {
        boolean unlimited = schedule.limits().equals(ScheduleSpec.Limits.NONE);
        return unlimited ? DAY.toMillis() / (double) schedule.interval().toMillis() : counted(timetable, now);
    }

    private static double counted(Timetable timetable, Instant now) {
        Instant tomorrow = now.plus(DAY);
        List<Firing> next = timetable.upcoming(now, FIRINGS_LOOKED_AT);
        long today = next.stream()
                .filter(firing -> !firing.nominal().isAfter(tomorrow))
                .count();
        if (today < FIRINGS_LOOKED_AT) {
            return today;
        }
        Duration looked = Duration.between(now, next.get(FIRINGS_LOOKED_AT - 1).nominal());
        return Math.floor(FIRINGS_LOOKED_AT * (double) DAY.toMillis() / looked.toMillis());
    }
}
