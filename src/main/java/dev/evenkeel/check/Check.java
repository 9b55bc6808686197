package dev.evenkeel.check;

import dev.evenkeel.catalog.Provider;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.TargetRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One probe to send now.
 *
 * @param model as the provider calls it
 * @param request merged into the request's body; empty = nothing
 * @param maxOutputTokens at least 1
 */
record Check(
        String model,
        Map<String, @Nullable Object> request,
        int maxOutputTokens,
        ConnectionArm connection,
        ProbeTimeouts timeouts) {
    private static final List<ChatMessage> PROMPT =
            List.of(new ChatMessage("user", "Say hello in one short sentence."));
    private static final UUID NONE = new UUID(0, 0);

    /** How long a check waits where as many probes as the provider allows are under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A round of this probe alone. It belongs to no campaign, and its ids mean nothing. The temperature is the provider's default. */
    RoundRequest round(Provider provider, Instant now) {
        return new RoundRequest(
                NONE,
                "check",
                NONE,
                0,
                1,
                "default",
                now,
                now.plus(PATIENCE),
                PROMPT,
                null,
                maxOutputTokens,
                null,
                timeouts,
                connection == ConnectionArm.FRESH ? Connections.FRESH : Connections.REUSE,
                List.of(target(provider)),
                Map.of());
    }

    private ProbeTarget target(Provider provider) {
        return new ProbeTarget(
                NONE,
                new TargetRef(provider.name(), model),
                provider.baseUrl(),
                provider.protocol(),
                provider.credential(),
                provider.maxConcurrency(),
                request,
                null,
                null);
    }
}
