package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** In the expectations an event's time is its number in the stream, from 1. */
class RecordedStreamsTest {
    private static final String EXPECTED = "/streams/openai-chat/expected.csv";

    private final ProbeBench bench = new ProbeBench();

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
    void everyRecordedStreamReadsAsExpected(
            String stream,
            @Nullable Long firstToken,
            @Nullable Long firstAnswer,
            @Nullable Long lastToken,
            int tokenEvents,
            @Nullable String usage,
            @Nullable String finishReason) {
        AnswerTally answer = replayed(RecordedStreams.bytes(stream));

        assertThat(answer.firstTokenAt()).as("first token").isEqualTo(firstToken);
        assertThat(answer.firstAnswerAt()).as("first answer").isEqualTo(firstAnswer);
        assertThat(answer.lastTokenAt()).as("last token").isEqualTo(lastToken);
        assertThat(answer.finishReason()).isEqualTo(finishReason);
        Tokens tokens = requireNonNull(answer.tokens());
        assertThat(tokens.events()).isEqualTo(tokenEvents);
        assertThat(tokens.source()).isEqualTo(usage == null ? TokenSource.EVENTS : TokenSource.USAGE);
        assertThat(usage(tokens)).isEqualTo(requireNonNullElse(usage, "-/" + tokenEvents + "/-/-"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
    void everyRecordedStreamEndsAsExpectedOverASocket(
            String stream,
            @Nullable Long firstToken,
            @Nullable Long firstAnswer,
            @Nullable Long lastToken,
            int tokenEvents,
            @Nullable String usage,
            @Nullable String finishReason,
            Outcome outcome) {
        byte[] body = RecordedStreams.bytes(stream);
        try (var provider = new ScriptedProvider(
                exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                                + body.length + "\r\n\r\n")
                        .send(body))) {
            Sample sample = bench.probe(provider.baseUrl());

            assertThat(sample.outcome()).as("%s", sample.error()).isEqualTo(outcome);
            assertThat(sample.finishReason()).isEqualTo(finishReason);
            assertThat(requireNonNull(sample.tokens()).events()).isEqualTo(tokenEvents);
            assertThat(requireNonNull(sample.clocks()).firstTokenNs() == null).isEqualTo(firstToken == null);
            assertThat(sample.clocks().firstAnswerNs() == null).isEqualTo(firstAnswer == null);
            assertThat(requireNonNull(sample.stream()).bytes()).isLessThanOrEqualTo(body.length);
        }
    }

    @Test
    void everyRecordedStreamIsExpected() throws Exception {
        var expected = Path.of(
                requireNonNull(RecordedStreamsTest.class.getResource(EXPECTED)).toURI());

        assertThat(Files.readAllLines(expected).stream().skip(1).map(row -> row.replaceAll(",.*", "")))
                .containsExactlyInAnyOrderElementsOf(RecordedStreams.names());
    }

    @Test
    void whatTheProviderSaysOfItselfIsRead() {
        AnswerTally answer = replayed(RecordedStreams.bytes("openai-content"));

        assertThat(answer.model()).isEqualTo("gpt-5-mini-2025-08-07");
        assertThat(answer.systemFingerprint()).isEqualTo("fp_51db84afab");
    }

    private static AnswerTally replayed(byte[] stream) {
        var answer = new AnswerTally();
        AnswerReader reader = OpenAiChat.INSTANCE.reader();
        long[] number = new long[1];
        new EventStreamDecoder(10_000).decode(ByteBuffer.wrap(stream), event -> {
            StreamChunk chunk = reader.read(event);
            number[0]++;
            if (chunk.kind() == StreamChunk.Kind.PART) {
                answer.add(chunk, number[0]);
            }
        });
        return answer;
    }

    private static String usage(Tokens tokens) {
        return text(tokens.input()) + "/" + text(tokens.output()) + "/" + text(tokens.reasoning()) + "/"
                + text(tokens.cached());
    }

    private static String text(@Nullable Integer count) {
        return count == null ? "-" : count.toString();
    }
}
