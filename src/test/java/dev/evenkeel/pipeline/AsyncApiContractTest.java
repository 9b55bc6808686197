package dev.evenkeel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.SampleFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The AsyncAPI document describes exactly what the wire format writes. */
class AsyncApiContractTest {
    private static final String ROUND = "RoundMessage";
    private static final String SAMPLE = "SampleMessage";
    private static final String MISSED = "MissedRoundMessage";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AsyncApi contract = AsyncApi.read();

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void samplesOfEveryOutcomeAreAsDescribed(Outcome outcome) {
        byte[] bytes = WireFormat.encode(SampleFixture.sample().ending(outcome).build());

        assertThat(contract.violations(SAMPLE, json(bytes))).isEmpty();
    }

    @Test
    void messagesWithEveryFieldAndWithNoOptionalOneAreAsDescribed() {
        assertThat(contract.violations(SAMPLE, json(WireFormat.encode(WireMessages.fullSample()))))
                .isEmpty();
        assertThat(contract.violations(SAMPLE, json(WireFormat.encode(WireMessages.bareSample()))))
                .isEmpty();
        assertThat(contract.violations(ROUND, json(WireFormat.encode(WireMessages.fullRound()))))
                .isEmpty();
        assertThat(contract.violations(ROUND, json(WireFormat.encode(WireMessages.bareRound()))))
                .isEmpty();
    }

    @Test
    void everyFieldThatIsDescribedIsWritten() {
        Set<String> ofSamples = fields(
                json(WireFormat.encode(WireMessages.fullSample())), json(WireFormat.encode(WireMessages.timedOut())));
        Set<String> ofRounds = fields(json(WireFormat.encode(WireMessages.fullRound())));
        ofRounds.removeIf(field -> field.startsWith("round.targets.request."));

        assertThat(ofSamples).isEqualTo(contract.fields(SAMPLE));
        assertThat(ofRounds).isEqualTo(contract.fields(ROUND));
    }

    @ParameterizedTest
    @EnumSource(MissedRound.Reason.class)
    void missedRoundsOfEveryReasonAreAsDescribed(MissedRound.Reason reason) {
        JsonNode message = json(WireFormat.encode(
                new MissedRound(UUID.randomUUID(), UUID.randomUUID(), 3, "eu-west", Instant.now(), reason, 6)));

        assertThat(contract.violations(MISSED, message)).isEmpty();
        assertThat(fields(message)).isEqualTo(contract.fields(MISSED));
    }

    @Test
    void theDocumentsOwnExamplesAreAsItSays() {
        for (var message : contract.document().at("/components/messages").properties()) {
            for (JsonNode example : message.getValue().path("examples")) {
                String name = message.getKey();
                assertThat(
                                name.equals("DeadLetter")
                                        ? contract.violations("DeadLetterHeaders", example.path("headers"))
                                        : contract.violations(name + "Message", example.path("payload")))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @Test
    void topicsCausesAndTheVersionAreThoseOfTheCode() {
        JsonNode headers = contract.document().at("/components/schemas/DeadLetterHeaders/properties");

        assertThat(contract.document().path("channels"))
                .extracting(channel -> channel.path("address").asText())
                .containsExactlyInAnyOrder(
                        Topics.PROBE_REQUESTS,
                        Topics.probeRequests("{vantage}"),
                        Topics.SAMPLES,
                        Topics.deadLettersOf(Topics.PROBE_REQUESTS),
                        Topics.deadLettersOf(Topics.SAMPLES));
        assertThat(headers.at("/evenkeel-cause/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(DeadLetterCause.values()).map(Enum::name).toList());
        assertThat(contract.document()
                        .at("/components/schemas/SchemaVersion/const")
                        .asInt())
                .isEqualTo(WireFormat.VERSION);
    }

    @Test
    void aMessageThatIsOtherThanDescribedIsFound() {
        assertThat(violationsOfASampleWith(sample -> sample.put("undocumented", 1)))
                .anyMatch(violation -> violation.contains("undocumented"));
        assertThat(violationsOfASampleWith(sample -> sample.remove("targetId")))
                .anyMatch(violation -> violation.contains("targetId"));
        assertThat(violationsOfASampleWith(sample -> sample.put("scheduledAt", 1767225600)))
                .anyMatch(violation -> violation.contains("scheduledAt"));
        assertThat(violationsOfASampleWith(sample -> sample.put("scheduledAt", "yesterday")))
                .anyMatch(violation -> violation.contains("scheduledAt"));
        assertThat(violationsOfASampleWith(sample -> sample.put("idleBefore", "300 s")))
                .anyMatch(violation -> violation.contains("idleBefore"));
        assertThat(violationsOfASampleWith(sample -> sample.putNull("error")))
                .anyMatch(violation -> violation.contains("error"));
        assertThat(violationsOfASampleWith(sample -> sample.put("timeoutPhase", "TOTAL")))
                .isNotEmpty();
        assertThat(violationsOfASampleWith(sample ->
                        ((ObjectNode) sample.path("clocks")).put("endNs", 12.5).put("endMs", 12)))
                .anyMatch(violation -> violation.contains("endNs"))
                .anyMatch(violation -> violation.contains("endMs"));
    }

    private Iterable<String> violationsOfASampleWith(Consumer<ObjectNode> change) {
        JsonNode message = json(WireFormat.encode(SampleFixture.sample().build()));
        change.accept((ObjectNode) message.path("sample"));
        return contract.violations(SAMPLE, message);
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> fields(JsonNode... messages) {
        var fields = new TreeSet<String>();
        Stream.of(messages).forEach(message -> collect(message, "", fields));
        return fields;
    }

    private static void collect(JsonNode node, String path, Set<String> fields) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, path, fields));
        }
        node.properties().forEach(property -> {
            String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            fields.add(name);
            collect(property.getValue(), name, fields);
        });
    }
}
