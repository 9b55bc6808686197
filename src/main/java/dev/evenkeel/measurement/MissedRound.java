package dev.evenkeel.measurement;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * A round that a prober held and did not probe. Its run tells its samples as missed in any case, once its deadline has
 * passed; this says why.
 *
 * @param vantage absent in a message = {@link Vantage#DEFAULT}
 * @param scheduledAt the round's {@code fireAt}
 * @param probes how many samples will be missing, at least 1
 */
public record MissedRound(
        UUID campaignId, UUID runId, int round, String vantage, Instant scheduledAt, Reason reason, int probes) {
    /** Why a prober did not probe a round. */
    public enum Reason {
        /** It reached the prober, or the prober got to it, when it was too late to probe it honestly. */
        EXPIRED,
        /** As many streams as the prober may follow at once were under way until the round expired. */
        MAX_STREAMS,
        /** One that this version does not know: it was told by a newer prober. */
        OTHER;

        /** The reason of that name, {@link #OTHER} where there is none. */
        public static Reason ofName(String name) {
            return Arrays.stream(values())
                    .filter(reason -> reason.name().equals(name))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    public MissedRound {
        Objects.requireNonNull(campaignId, "campaignId");
        Objects.requireNonNull(runId, "runId");
        vantage = Objects.requireNonNullElse(vantage, Vantage.DEFAULT);
        Objects.requireNonNull(scheduledAt, "scheduledAt");
        Objects.requireNonNull(reason, "reason");
        if (probes < 1) {
            throw new IllegalArgumentException("probes must be at least 1");
        }
    }
}
