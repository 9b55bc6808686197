package dev.evenkeel.campaign;

import dev.evenkeel.measurement.RoundRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The rounds {@code [from, to)} of a run, claimed and still to be published.
 *
 * @param fireAt of the run's first round
 * @param refusals targets that may not be asked
 * @param stopped how many rounds before them were passed over because the budget had no room for them
 */
record ClaimedRounds(
        UUID campaignId,
        UUID runId,
        int specVersion,
        Instant fireAt,
        RunPlan plan,
        Refusals refusals,
        int from,
        int to,
        int stopped) {
    /** The messages of a round: one to each vantage. */
    List<RoundRequest> requests(int round) {
        return plan.vantages().stream()
                .map(vantage -> plan.request(campaignId, runId, specVersion, fireAt, round, vantage, refusals))
                .toList();
    }

    /** Targets that may not be asked in the run's last round, if that is among these. */
    Stream<UUID> refusedLast() {
        return to < plan.rounds() ? Stream.of() : refusals.of(to - 1).keySet().stream();
    }

    /** When the run's last round is asked. */
    Instant lastAt() {
        return plan.lastRoundAt(fireAt);
    }

    boolean isTooLate(int round, Instant now) {
        return plan.isTooLate(plan.fireAt(fireAt, round), now);
    }
}
