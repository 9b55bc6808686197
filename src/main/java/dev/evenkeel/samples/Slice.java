package dev.evenkeel.samples;

import dev.evenkeel.measurement.ConnectionArm;
import java.time.Instant;
import java.util.UUID;

/**
 * Which of a campaign's samples count for a ranking.
 *
 * @param from inclusive
 * @param to exclusive
 * @param youngSince rounds scheduled before it bring no more samples
 * @param targets how many samples make a round whole
 */
public record Slice(
        UUID campaignId,
        int specVersion,
        ConnectionArm arm,
        Instant from,
        Instant to,
        Instant youngSince,
        int targets) {}
