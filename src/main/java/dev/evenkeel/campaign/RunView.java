package dev.evenkeel.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.RunTally;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run as it is answered. */
@Schema(name = "Run", description = "One firing of a campaign's schedule, with its progress.", examples = """
                {"id": "1c9a3c0e-6b1e-3c55-9a0c-0b4a1c1f7a10", "campaign": "kimi", "trigger": "SCHEDULE",
                 "scheduledAt": "2026-11-24T12:00:00Z", "fireAt": "2026-11-24T12:00:04.2Z", "specVersion": 1,
                 "state": "COMPLETED", "rounds": 5, "publishedRounds": 5, "stoppedRounds": 0, "expected": 30, "received": 30,
                 "outcomes": {"OK": 29, "TIMEOUT": 1}, "deadline": "2026-11-24T12:02:27.2Z",
                 "finishedAt": "2026-11-24T12:00:16Z"}
                """)
@JsonInclude(Include.NON_NULL)
record RunView(
        UUID id,
        String campaign,
        RunTrigger trigger,

        @Schema(description = "When the schedule said so, whatever the jitter; when it was triggered.")
        Instant scheduledAt,

        @Schema(description = "When the first round is asked.")
        Instant fireAt,

        int specVersion,
        RunState state,
        int rounds,

        @Schema(description = "Rounds that were handed to the probers, left out as too late, or stopped by the budget.")
        int publishedRounds,

        @Schema(
                description = "Rounds that the campaign's budget kept from being sent; their probes are counted as"
                        + " REFUSED_BY_POLICY.")
        int stoppedRounds,

        @Schema(description = "How many samples make the run complete.")
        int expected,

        @Schema(description = "How many have been stored.") long received,

        @Schema(
                description =
                        "How many of each outcome; MISSED, once the deadline has passed, are those that never came;"
                                + " CANCELLED those that were never sent because the run was called off.")
        Map<String, Long> outcomes,

        @Schema(
                description =
                        "Of the outcome MISSED, as far as a prober has said why. EXPIRED: the round came to a prober,"
                                + " or its turn, too late. MAX_STREAMS: the prober was following as many streams as it may until the"
                                + " round expired. OTHER: told by a newer version. Absent without MISSED, and where none of it was"
                                + " explained.")
        @Nullable
        Map<MissedRound.Reason, Long> missedReasons,

        @Schema(description = "No sample is expected after it.")
        Instant deadline,

        @Nullable Instant finishedAt) {
    private static final String MISSED = "MISSED";
    private static final String CANCELLED = "CANCELLED";

    static RunView of(RunRow run, RunTally tally, Instant now) {
        Map<String, Long> outcomes = outcomes(run, tally, now);
        return new RunView(
                run.id(),
                run.campaign(),
                run.trigger(),
                run.scheduledAt(),
                run.fireAt(),
                run.specVersion(),
                run.state(),
                run.rounds(),
                run.publishedRounds(),
                run.stoppedRounds(),
                run.expected(),
                tally.received(),
                outcomes,
                missedReasons(tally, outcomes.getOrDefault(MISSED, 0L)),
                run.deadline(),
                run.finishedAt());
    }

    private static Map<String, Long> outcomes(RunRow run, RunTally tally, Instant now) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            long stopped = outcome == Outcome.REFUSED_BY_POLICY ? run.stoppedProbes() : 0;
            put(outcomes, outcome.name(), tally.outcomes().getOrDefault(outcome, 0L) + stopped);
        }
        put(outcomes, CANCELLED, run.cancelledProbes());
        boolean over = run.state() == RunState.INCOMPLETE || !run.deadline().isAfter(now);
        if (over) {
            long told = tally.received() + run.stoppedProbes() + run.cancelledProbes();
            put(outcomes, MISSED, run.expected() - told);
        }
        return outcomes;
    }

    /** Never more than are missed: a round that one prober gave up may have been probed by another. */
    private static @Nullable Map<MissedRound.Reason, Long> missedReasons(RunTally tally, long missed) {
        Map<MissedRound.Reason, Long> reasons = new EnumMap<>(MissedRound.Reason.class);
        long unexplained = missed;
        for (MissedRound.Reason reason : MissedRound.Reason.values()) {
            long told = Math.min(unexplained, tally.missed().getOrDefault(reason, 0L));
            if (told > 0) {
                reasons.put(reason, told);
                unexplained -= told;
            }
        }
        return reasons.isEmpty() ? null : reasons;
    }

    private static void put(Map<String, Long> outcomes, String name, long count) {
        if (count > 0) {
            outcomes.put(name, count);
        }
    }
}
