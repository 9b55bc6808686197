package dev.evenkeel.campaign;

import dev.evenkeel.samples.RunTally;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run without its plan, which is large and which readers don't need.
 *
 * @param publishedRounds those on Kafka, and those left out as too late or stopped by the budget
 * @param stoppedRounds by the budget
 * @param cancelledRounds never planned because the run was called off
 * @param roundCost what one round was estimated at; absent = costs are not counted
 * @param countedRounds how many rounds' costs are counted: not those that came too late to be sent
 * @param countedCost what is counted for the run
 * @param pausesOnFailure whether a refused credential pauses the campaign, which has not been changed since the run
 *     was planned
 */
record RunRow(
        UUID id,
        UUID campaignId,
        String campaign,
        RunTrigger trigger,
        Instant scheduledAt,
        Instant fireAt,
        int specVersion,
        RunState state,
        int rounds,
        int publishedRounds,
        int stoppedRounds,
        int cancelledRounds,
        int expected,
        @Nullable BigDecimal roundCost,
        int countedRounds,
        BigDecimal countedCost,
        boolean pausesOnFailure,
        Instant createdAt,
        Instant deadline,
        @Nullable Instant finishedAt) {
    /** Before it no sample of these runs is scheduled. */
    static Instant earliest(List<RunRow> runs) {
        return runs.stream().map(RunRow::fireAt).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    /** Probes that the budget kept from being sent. */
    int stoppedProbes() {
        return stoppedRounds * probesPerRound();
    }

    /** Probes that were never planned because the run was called off. */
    int cancelledProbes() {
        return cancelledRounds * probesPerRound();
    }

    /**
     * What the run is known to cost: the samples' costs, and the estimate for every probe that was sent and whose cost
     * has not come, or never will.
     */
    BigDecimal knownCost(RunTally tally) {
        if (roundCost == null) {
            return countedCost;
        }
        int sent = countedRounds * probesPerRound();
        long unknown = tally.withoutCost() + Math.max(0, sent - tally.received());
        BigDecimal estimated = roundCost
                .multiply(BigDecimal.valueOf(unknown))
                .divide(BigDecimal.valueOf(probesPerRound()), MathContext.DECIMAL64);
        return tally.cost().add(estimated);
    }

    private int probesPerRound() {
        return expected / rounds;
    }
}
