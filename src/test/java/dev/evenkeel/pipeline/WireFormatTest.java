package dev.evenkeel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.measurement.TargetRef;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    private static final MissedRound MISSED = new MissedRound(
            UUID.randomUUID(),
            UUID.randomUUID(),
            3,
            "eu-west",
            Instant.parse("2026-03-01T12:00:00.123456Z"),
            MissedRound.Reason.MAX_STREAMS,
            6);

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void aSampleComesBackAsItWasSent(Outcome outcome) {
        Sample sample = SampleFixture.sample().ending(outcome).build();

        Decoded<Told> decoded = WireFormat.decodeTold(WireFormat.encode(sample));

        assertThat(decoded).isEqualTo(new Decoded.Value<>(new Told.Observed(sample)));
    }

    @Test
    void aRoundComesBackAsItWasSent() {
        RoundRequest round = round();

        Decoded<RoundRequest> decoded = WireFormat.decodeRound(WireFormat.encode(round));

        assertThat(decoded).isEqualTo(new Decoded.Value<>(round));
    }

    @Test
    void theMessageNamesItsVersionTheProtocolsKeyAndUnits() {
        String json = new String(WireFormat.encode(round()), StandardCharsets.UTF_8);

        assertThat(json)
                .startsWith("{\"schemaVersion\":1,\"round\":{")
                .contains("\"protocol\":\"openai-chat\"")
                .contains("\"fireAt\":\"2026-03-01T12:00:00.123456Z\"")
                .contains("\"connect\":\"PT5S\"");
    }

    @Test
    void fieldsThatAreNotKnownYetAreIgnored() {
        String json = new String(WireFormat.encode(SampleFixture.sample().build()), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"addedLater\":{\"x\":[1]},");

        Decoded<Told> decoded = WireFormat.decodeTold(json.getBytes(StandardCharsets.UTF_8));

        assertThat(decoded).isInstanceOf(Decoded.Value.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaVersion\":2,\"sample\":{\"shape\":\"another\"}}",
                "{\"schemaVersion\":2}",
            })
    void aNewerVersionIsToldApartFromGarbage(String json) {
        Decoded<Told> decoded = WireFormat.decodeTold(json.getBytes(StandardCharsets.UTF_8));

        assertThat(causeOf(decoded)).isEqualTo(DeadLetterCause.UNKNOWN_VERSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "\u0000\u0001",
                "{",
                "[]",
                "{}",
                "{\"schemaVersion\":1}",
                "{\"schemaVersion\":1,\"sample\":{}}",
                "{\"schemaVersion\":1,\"sample\":null}",
                "{\"sample\":{}}",
                "{\"schemaVersion\":\"one\",\"sample\":{}}",
                "{\"schemaVersion\":1,\"missed\":{}}",
                "{\"schemaVersion\":1,\"missed\":null}",
            })
    void whatIsNotASampleIsUnreadable(String text) {
        Decoded<Told> decoded = WireFormat.decodeTold(text.getBytes(StandardCharsets.UTF_8));

        assertThat(causeOf(decoded)).isEqualTo(DeadLetterCause.UNREADABLE);
    }

    @Test
    void aMissedRoundComesBackAsItWasSent() {
        Decoded<Told> decoded = WireFormat.decodeTold(WireFormat.encode(MISSED));

        assertThat(decoded).isEqualTo(new Decoded.Value<>(new Told.Missed(MISSED)));
    }

    @Test
    void aReasonOfANewerProberIsAnotherOne() {
        String json = new String(WireFormat.encode(MISSED), StandardCharsets.UTF_8).replace("MAX_STREAMS", "NO_POWER");

        Decoded<Told> decoded = WireFormat.decodeTold(json.getBytes(StandardCharsets.UTF_8));

        assertThat(decoded)
                .isEqualTo(new Decoded.Value<>(new Told.Missed(new MissedRound(
                        MISSED.campaignId(),
                        MISSED.runId(),
                        3,
                        MISSED.vantage(),
                        MISSED.scheduledAt(),
                        MissedRound.Reason.OTHER,
                        6))));
    }

    @Test
    void aRecordOfBothIsUnreadable() {
        String missed = new String(WireFormat.encode(MISSED), StandardCharsets.UTF_8);
        String sample = new String(WireFormat.encode(SampleFixture.sample().build()), StandardCharsets.UTF_8);
        String both =
                sample.substring(0, sample.length() - 1) + "," + missed.substring("{\"schemaVersion\":1,".length());

        Decoded<Told> decoded = WireFormat.decodeTold(both.getBytes(StandardCharsets.UTF_8));

        assertThat(causeOf(decoded)).isEqualTo(DeadLetterCause.UNREADABLE);
    }

    @Test
    void aRecordWithoutAValueIsUnreadable() {
        Decoded<Told> decoded = WireFormat.decodeTold(null);

        assertThat(causeOf(decoded)).isEqualTo(DeadLetterCause.UNREADABLE);
    }

    private static DeadLetterCause causeOf(Decoded<?> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Failure.class);
        return ((Decoded.Failure<?>) decoded).cause();
    }

    private static RoundRequest round() {
        Instant fireAt = Instant.parse("2026-03-01T12:00:00.123456Z");
        ProbeTarget target = new ProbeTarget(
                UUID.randomUUID(),
                new TargetRef("provider-a", "kimi-k2.6"),
                URI.create("https://api.example.com/v1"),
                Protocol.OPENAI_CHAT,
                "example",
                8,
                Map.of("top_p", 1, "stop", List.of("x")),
                new Price(new BigDecimal("0.6"), new BigDecimal("2.5"), "USD"),
                Duration.ofMinutes(5));
        return new RoundRequest(
                UUID.randomUUID(),
                "kimi",
                UUID.randomUUID(),
                3,
                1,
                "default",
                fireAt,
                fireAt.plusSeconds(5),
                List.of(new ChatMessage("user", "nonce and prompt")),
                List.of(new ChatMessage("user", "another nonce and prompt")),
                64,
                0.5,
                new ProbeTimeouts(
                        Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(2)),
                Connections.BOTH,
                List.of(target),
                Map.of());
    }
}
