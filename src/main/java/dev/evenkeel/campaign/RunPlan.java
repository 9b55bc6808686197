package dev.evenkeel.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.campaign.CampaignDocument.WorkloadDocument;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.RoundSeed;
import dev.evenkeel.measurement.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the messages of a run's rounds are made of, frozen when the run is created: whatever becomes of
 * the campaign or its providers, a round that is published again is the same round.
 *
 * @param campaign the campaign's name at that time
 * @param targets with {@code idleBefore} as it is for the first round
 * @param spacing from one round to the next
 * @param tolerance how much later than its instant a round may still be probed
 * @param connections absent in plans that were stored before there was a choice = {@link Connections#REUSE}
 * @param vantages from which each round is asked, each at the same instant; absent in plans that were stored before there was
 *     a choice = {@link Vantage#DEFAULT} alone
 */
record RunPlan(
        String campaign,
        WorkloadDocument workload,
        ProbeTimeouts timeouts,
        int rounds,
        Duration spacing,
        Duration tolerance,
        Connections connections,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unnamed.class)
        List<String> vantages,

        List<ProbeTarget> targets) {
    /** The default vantage is not written: the version before, which may run beside this one, reads no plan that names any. */
    static final class Unnamed {
        @Override
        public boolean equals(@Nullable Object other) {
            return CampaignSpec.DEFAULT_VANTAGES.equals(other);
        }

        @Override
        public int hashCode() {
            return CampaignSpec.DEFAULT_VANTAGES.hashCode();
        }
    }

    RunPlan {
        connections = Objects.requireNonNullElse(connections, Connections.REUSE);
        vantages = List.copyOf(Objects.requireNonNullElse(vantages, CampaignSpec.DEFAULT_VANTAGES));
        targets = List.copyOf(targets);
    }

    /** How many probes the run is made of. */
    int probes() {
        return rounds * targets.size() * probesOfTarget();
    }

    /** How many probes a round has of each target. */
    int probesOfTarget() {
        return connections.arms().size() * vantages.size();
    }

    /** When a round of a run that fires at {@code runFireAt} is asked, in microseconds. */
    Instant fireAt(Instant runFireAt, int round) {
        return runFireAt.plus(spacing.multipliedBy(round)).truncatedTo(ChronoUnit.MICROS);
    }

    /** When the last round of a run that fires at {@code runFireAt} is asked. */
    Instant lastRoundAt(Instant runFireAt) {
        return fireAt(runFireAt, rounds - 1);
    }

    /** Whether nobody may probe any more a round that was to be asked at {@code roundAt}. */
    boolean isTooLate(Instant roundAt, Instant now) {
        return roundAt.plus(tolerance).isBefore(now);
    }

    /**
     * The message of a round to the probers at one of the vantages.
     *
     * @param refusals targets that may not be asked, of this round and the one before
     */
    RoundRequest request(
            UUID campaignId,
            UUID runId,
            int specVersion,
            Instant runFireAt,
            int round,
            String vantage,
            Refusals refusals) {
        Workload asked = new WorkloadReader(new Violations()).read(workload);
        RoundSeed seed = new RoundSeed(runId, round, vantage);
        Instant fireAt = fireAt(runFireAt, round);
        return new RoundRequest(
                campaignId,
                campaign,
                runId,
                round,
                specVersion,
                vantage,
                fireAt,
                fireAt.plus(tolerance),
                PromptText.messages(asked, campaignId, seed.nonce()),
                freshMessages(asked, campaignId, seed),
                asked.maxOutputTokens(),
                asked.temperature(),
                timeouts,
                connections,
                round == 0
                        ? targets
                        : targets.stream()
                                .map(target -> askedOneRoundAgo(target, refusals.of(round - 1)))
                                .toList(),
                refusals.of(round));
    }

    /** With another nonce: of the two probes of a target, the one must not find its prompt in a cache that the other warmed. */
    private @Nullable List<ChatMessage> freshMessages(Workload asked, UUID campaignId, RoundSeed seed) {
        return connections == Connections.BOTH ? PromptText.messages(asked, campaignId, seed.freshNonce()) : null;
    }

    /** Where it was refused one round ago, nobody knows any more for how long it has been idle. */
    private ProbeTarget askedOneRoundAgo(ProbeTarget target, Map<UUID, String> refusedThen) {
        return new ProbeTarget(
                target.id(),
                target.target(),
                target.baseUrl(),
                target.protocol(),
                target.credential(),
                target.maxConcurrency(),
                target.request(),
                target.price(),
                refusedThen.containsKey(target.id()) ? null : spacing);
    }
}
