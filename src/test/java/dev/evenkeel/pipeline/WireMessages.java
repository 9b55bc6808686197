package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.measurement.SuspectCause;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages at the edges of what may be present and absent. */
final class WireMessages {
    private static final Instant FIRE_AT = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final TargetRef TARGET = new TargetRef("provider-a", "kimi-k2.6");
    private static final ProbeTimeouts TIMEOUTS = new ProbeTimeouts(
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofMinutes(2));

    private WireMessages() {}

    /** A successful probe of which everything is known that can be. */
    static Sample fullSample() {
        var clocks = new Clocks(-1_000, 5L, 1L, 2L, 3L, 6L, false, 10L, 20L, 30L, 40L, 50L, 60L, 70);
        return sample(
                Outcome.OK,
                200,
                clocks,
                new ChunkGaps(1, 2, 3, 4),
                new Tokens(212, 64, 0, 0, 64, 64, TokenSource.USAGE),
                "told",
                Duration.ofMinutes(5),
                12_000L,
                new Cost(new BigDecimal("2.8E-7"), "USD"),
                "an error of a stream that came to an end");
    }

    /** A probe that wasn't sent. */
    static Sample bareSample() {
        return sample(Outcome.REFUSED_BY_POLICY, null, null, null, null, null, null, null, null, null);
    }

    static Sample timedOut() {
        return SampleFixture.sample().ending(Outcome.TIMEOUT).build();
    }

    private static Sample sample(
            Outcome outcome,
            @Nullable Integer httpStatus,
            @Nullable Clocks clocks,
            @Nullable ChunkGaps gaps,
            @Nullable Tokens tokens,
            @Nullable String told,
            @Nullable Duration idleBefore,
            @Nullable Long clientStallNs,
            @Nullable Cost cost,
            @Nullable String error) {
        return new Sample(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                0,
                UUID.randomUUID(),
                TARGET,
                ConnectionArm.FRESH,
                "default",
                1,
                FIRE_AT,
                clocks == null ? null : FIRE_AT,
                outcome,
                null,
                httpStatus,
                clocks,
                gaps,
                gaps == null ? null : new StreamShape(4_096, 66, 50L, 2, 0.25, true),
                tokens,
                told,
                told,
                told,
                idleBefore,
                false,
                clientStallNs,
                clientStallNs == null ? null : Long.valueOf(-7_000L),
                clientStallNs == null ? null : Duration.ofSeconds(30),
                true,
                SuspectCause.CLIENT_STALL,
                cost,
                error);
    }

    static RoundRequest fullRound() {
        return round(
                0.5,
                new ProbeTarget(
                        UUID.randomUUID(),
                        TARGET,
                        URI.create("https://api.example.com/v1"),
                        Protocol.OPENAI_CHAT,
                        "example",
                        8,
                        Map.of("top_p", 1, "stop", List.of("x")),
                        new Price(new BigDecimal("0.6"), new BigDecimal("2.5"), "USD"),
                        Duration.ofMinutes(5)));
    }

    static RoundRequest bareRound() {
        return round(
                null,
                new ProbeTarget(
                        UUID.randomUUID(),
                        TARGET,
                        URI.create("http://127.0.0.1:8089/provider-a/v1"),
                        Protocol.OPENAI_CHAT,
                        null,
                        1,
                        Map.of(),
                        null,
                        null));
    }

    private static RoundRequest round(@Nullable Double temperature, ProbeTarget target) {
        return new RoundRequest(
                UUID.randomUUID(),
                "kimi",
                UUID.randomUUID(),
                0,
                1,
                "default",
                FIRE_AT,
                FIRE_AT.plusSeconds(5),
                List.of(new ChatMessage("user", "nonce and prompt")),
                temperature == null ? null : List.of(new ChatMessage("user", "another nonce and prompt")),
                64,
                temperature,
                TIMEOUTS,
                temperature == null ? Connections.REUSE : Connections.BOTH,
                List.of(target),
                Map.of());
    }
}
