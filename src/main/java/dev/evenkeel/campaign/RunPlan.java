package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.WorkloadDocument;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.RoundSeed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * All that the messages of a run's rounds are made of, frozen when the run is created: whatever becomes of
 * the campaign or its providers, a round that is published again is the same round.
 *
 * @param campaign the campaign's name at that time
 * @param targets with {@code idleBefore} as it is for the first round
 * @param spacing from one round to the next
 * @param tolerance how much later than its instant a round may still be probed
 */
record RunPlan(
        String campaign,
        WorkloadDocument workload,
        ProbeTimeouts timeouts,
        int rounds,
        Duration spacing,
        Duration tolerance,
        List<ProbeTarget> targets) {
    /** Later changes of vantage points add values; until then every round is probed from here. */
    static final String VANTAGE = "default";

    RunPlan {
        targets = List.copyOf(targets);
    }

    /** When a round of a run that fires at {@code runFireAt} is asked, in microseconds. */
    Instant fireAt(Instant runFireAt, int round) {
        return runFireAt.plus(spacing.multipliedBy(round)).truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether nobody may probe any more a round that was to be asked at {@code roundAt}. */
    boolean isTooLate(Instant roundAt, Instant now) {
        return roundAt.plus(tolerance).isBefore(now);
    }

    RoundRequest request(UUID campaignId, UUID runId, int specVersion, Instant runFireAt, int round) {
        Workload asked = new WorkloadReader(new Violations()).read(workload);
        Instant fireAt = fireAt(runFireAt, round);
        return new RoundRequest(
                campaignId,
                campaign,
                runId,
                round,
                specVersion,
                VANTAGE,
                fireAt,
                fireAt.plus(tolerance),
                PromptText.messages(asked, campaignId, new RoundSeed(runId, round)),
                null,
                asked.maxOutputTokens(),
                asked.temperature(),
                timeouts,
                Connections.REUSE,
                round == 0
                        ? targets
                        : targets.stream().map(this::askedOneRoundAgo).toList());
    }

    private ProbeTarget askedOneRoundAgo(ProbeTarget target) {
        return new ProbeTarget(
                target.id(),
                target.target(),
                target.baseUrl(),
                target.protocol(),
                target.credential(),
                target.maxConcurrency(),
                target.request(),
                target.price(),
                spacing);
    }
}
