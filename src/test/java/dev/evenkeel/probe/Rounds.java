package dev.evenkeel.probe;

import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.TargetRef;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Rounds and targets to probe in tests. */
final class Rounds {
    static final String PROMPT = "the-prompt-that-stays-secret";
    static final String FRESH_PROMPT = "the same with another nonce";
    static final ProbeTimeouts PATIENT = timeouts(20_000, 20_000, 20_000, 20_000);

    /** Rounds that no other process has taken over. */
    static final BooleanSupplier OURS = () -> true;

    private Rounds() {}

    static ProbeTimeouts timeouts(long connectMs, long firstTokenMs, long stallMs, long totalMs) {
        return new ProbeTimeouts(
                Duration.ofMillis(connectMs),
                Duration.ofMillis(firstTokenMs),
                Duration.ofMillis(stallMs),
                Duration.ofMillis(totalMs));
    }

    static ProbeTarget target(URI baseUrl) {
        return target(baseUrl, null, 8, Map.of());
    }

    static ProbeTarget target(
            URI baseUrl, @Nullable String credential, int maxConcurrency, Map<String, Object> request) {
        return new ProbeTarget(
                UUID.randomUUID(),
                new TargetRef("provider-a", "model-a"),
                baseUrl,
                Protocol.OPENAI_CHAT,
                credential,
                maxConcurrency,
                request,
                new Price(new BigDecimal("0.5"), new BigDecimal("2"), "USD"),
                Duration.ofMinutes(5));
    }

    static RoundRequest round(ProbeTarget... targets) {
        return round(Instant.now(), PATIENT, targets);
    }

    /** The same round with each target asked twice. */
    static RoundRequest onBothArms(RoundRequest round) {
        return copy(round, List.of(new ChatMessage("user", FRESH_PROMPT)), Connections.BOTH, Map.of());
    }

    /** The same round, of which that target may not be asked. */
    static RoundRequest refusing(ProbeTarget target, String reason, RoundRequest round) {
        return copy(round, null, round.connections(), Map.of(target.id(), reason));
    }

    private static RoundRequest copy(
            RoundRequest round,
            @Nullable List<ChatMessage> freshMessages,
            Connections connections,
            Map<UUID, String> refused) {
        return new RoundRequest(
                round.campaignId(),
                round.campaign(),
                round.runId(),
                round.round(),
                round.specVersion(),
                round.vantage(),
                round.fireAt(),
                round.expiresAt(),
                round.messages(),
                freshMessages,
                round.maxOutputTokens(),
                round.temperature(),
                round.timeouts(),
                connections,
                round.targets(),
                refused);
    }

    static RoundRequest round(Instant fireAt, ProbeTimeouts timeouts, ProbeTarget... targets) {
        return round(fireAt, Duration.ofSeconds(5), timeouts, targets);
    }

    static RoundRequest round(Instant fireAt, Duration tolerance, ProbeTimeouts timeouts, ProbeTarget... targets) {
        return new RoundRequest(
                UUID.randomUUID(),
                "campaign",
                UUID.randomUUID(),
                3,
                2,
                "default",
                fireAt,
                fireAt.plus(tolerance),
                List.of(new ChatMessage("user", PROMPT)),
                null,
                64,
                0.0,
                timeouts,
                Connections.REUSE,
                List.of(targets),
                Map.of());
    }
}
