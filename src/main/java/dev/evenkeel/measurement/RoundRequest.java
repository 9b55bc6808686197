package dev.evenkeel.measurement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One paired round: the same prompt for every target at the same instant. Carries everything that a
 * prober needs and no secret.
 *
 * @param campaign the campaign's name, for logs and metrics
 * @param round position in the run, from 0
 * @param specVersion version of the campaign's workload
 * @param vantage where the round is to be probed from
 * @param fireAt the instant at which all targets are asked
 * @param expiresAt a prober that gets the message later than this drops it
 * @param messages the prompt, nonce included
 * @param freshMessages the prompt of probes on a new connection where each target is asked twice: the same but for the
 *     nonce, so that the one does not warm a prompt cache for the other; absent = {@code messages}
 * @param maxOutputTokens at least 1
 * @param temperature absent = the provider's default
 * @param refused targets that are not to be asked, by id, and why: our own limits forbid it; absent in a message = none
 * @param connections absent in a message = {@link Connections#REUSE}
 */
public record RoundRequest(
        UUID campaignId,
        String campaign,
        UUID runId,
        int round,
        int specVersion,
        String vantage,
        Instant fireAt,
        Instant expiresAt,
        List<ChatMessage> messages,
        @Nullable List<ChatMessage> freshMessages,
        int maxOutputTokens,
        @Nullable Double temperature,
        ProbeTimeouts timeouts,
        Connections connections,
        List<ProbeTarget> targets,
        Map<UUID, String> refused) {
    public RoundRequest {
        Objects.requireNonNull(campaignId, "campaignId");
        Objects.requireNonNull(campaign, "campaign");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(vantage, "vantage");
        Objects.requireNonNull(fireAt, "fireAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(timeouts, "timeouts");
        if (round < 0) {
            throw new IllegalArgumentException("round must not be negative");
        }
        if (maxOutputTokens < 1) {
            throw new IllegalArgumentException("maxOutputTokens must be at least 1");
        }
        messages = List.copyOf(messages);
        freshMessages = freshMessages == null ? null : List.copyOf(freshMessages);
        connections = Objects.requireNonNullElse(connections, Connections.REUSE);
        targets = List.copyOf(targets);
        refused = refused == null ? Map.of() : Map.copyOf(refused);
    }

    /** The targets in the order in which they are asked, which (run, round, vantage) determines. */
    public List<ProbeTarget> targetsInFiringOrder() {
        return seed().shuffled(targets);
    }

    /** What is random about it. */
    public RoundSeed seed() {
        return new RoundSeed(runId, round, vantage);
    }

    /** The same round with other limits for its providers. */
    public RoundRequest withMaxConcurrency(IntUnaryOperator allowed) {
        return new RoundRequest(
                campaignId,
                campaign,
                runId,
                round,
                specVersion,
                vantage,
                fireAt,
                expiresAt,
                messages,
                freshMessages,
                maxOutputTokens,
                temperature,
                timeouts,
                connections,
                targets.stream()
                        .map(target -> target.withMaxConcurrency(allowed.applyAsInt(target.maxConcurrency())))
                        .toList(),
                refused);
    }

    /** The prompt of the probes on one arm. */
    public List<ChatMessage> messagesFor(ConnectionArm arm) {
        return arm == ConnectionArm.FRESH && freshMessages != null ? freshMessages : messages;
    }

    /** How many probes the round is made of. */
    public int probes() {
        return targets.size() * connections.arms().size();
    }

    /** Whether it is too late to probe this round honestly. */
    public boolean expired(Instant now) {
        return now.isAfter(expiresAt);
    }
}
