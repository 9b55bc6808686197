package dev.evenkeel.samples;

import dev.evenkeel.measurement.ConnectionArm;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Which of a campaign's samples count for a ranking.
 *
 * @param vantages those whose samples count
 * @param from inclusive
 * @param to exclusive
 * @param youngSince rounds scheduled before it bring no more samples
 * @param targets those that must have answered for a round to be whole
 */
public record Slice(
        UUID campaignId,
        int specVersion,
        ConnectionArm arm,
        Set<String> vantages,
        Instant from,
        Instant to,
        Instant youngSince,
        Set<UUID> targets) {
    public Slice {
        vantages = Set.copyOf(vantages);
        targets = Set.copyOf(targets);
    }
}
