package dev.evenkeel.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.probe.ScriptedProvider.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies between the socket and the events. */
class ProbeStreamTest {
    private static final String GZIP_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    private static final String EVENTS = Answers.ROLE + Answers.TOKEN + Answers.TOKEN + Answers.FINISH + Answers.USAGE;

    private final ProbeBench bench =
            new ProbeBench(Map.of("max-response-bytes", "256K", "max-event-bytes", "128K"), null);

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void aCompressedStreamIsReadAndItsBytesAreThoseThatCame() throws IOException {
        byte[] body = gzip(EVENTS + Answers.DONE);

        Sample sample = sampleOf(exchange -> exchange.send(GZIP_HEAD).send(body).close());

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        StreamShape stream = requireNonNull(sample.stream());
        assertThat(stream.bytes()).isEqualTo(body.length);
        assertThat(stream.events()).isEqualTo(6);
    }

    @Test
    void anEventOfACompressedStreamHasTheTimeOfTheReadThatCompletedIt() {
        Sample sample = sampleOf(exchange -> {
            exchange.send(GZIP_HEAD);
            var compressed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(compressed, 512, true)) {
                for (String event : new String[] {Answers.TOKEN, Answers.TOKEN + Answers.FINISH, Answers.DONE}) {
                    gzip.write(event.getBytes(UTF_8));
                    gzip.flush();
                    exchange.send(compressed.toByteArray()).pause(200);
                    compressed.reset();
                }
            }
            exchange.close();
        });

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(requireNonNull(sample.chunkGaps()).maxNs()).isGreaterThan(20_000_000);
    }

    @Test
    void aCompressedBombIsGivenUpAtTheBoundOfAResponse() throws IOException {
        byte[] bomb = gzip(Answers.TOKEN + ": \n\n".repeat(10_000_000));

        Sample sample = sampleOf(exchange -> exchange.send(GZIP_HEAD).send(bomb).hold());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).contains("longer than allowed");
        assertThat(requireNonNull(sample.tokens()).events()).isEqualTo(1);
    }

    @Test
    void aCompressedEndlessEventIsGivenUpAtTheBoundOfAnEvent() throws IOException {
        byte[] bomb = gzip("data: " + "x".repeat(200 * 1024));

        Sample sample = sampleOf(exchange -> exchange.send(GZIP_HEAD).send(bomb).hold());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).contains("event");
    }

    @Test
    void whatOnlyPretendsToBeCompressedIsAStreamError() {
        Sample sample = sampleOf(exchange -> exchange.send(GZIP_HEAD + EVENTS).hold());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).contains("encoding");
    }

    @Test
    void compressedBytesThatBreakAreAStreamError() throws IOException {
        byte[] body = gzip(EVENTS.repeat(20));
        java.util.Arrays.fill(body, body.length / 2, body.length, (byte) 0xFF);

        Sample sample = sampleOf(exchange -> exchange.send(GZIP_HEAD).send(body).close());

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"chat.completion\",\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"completion_tokens\":9}}",
                "\r\n {\"error\":{\"message\":\"overloaded\"}}",
                "[{\"error\":{\"code\":503}}]"
            })
    void anAnswerThatIsJsonIsToldAsSuch(String body) {
        Sample sample = sampleOf(exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body));

        assertThat(sample.outcome()).isEqualTo(Outcome.STREAM_ERROR);
        assertThat(sample.error()).isEqualTo("answered with JSON instead of a stream");
        assertThat(sample.tokens()).isNull();
        assertThat(requireNonNull(sample.stream()).events()).isZero();
    }

    @Test
    void aStreamThatIsCalledJsonIsAStream() {
        Sample sample = sampleOf(exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        + "Connection: close\r\n\r\n" + EVENTS + Answers.DONE)
                .close());

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void chunkExtensionsAndTrailersAreNoPartOfTheStream() {
        String size = Integer.toHexString(EVENTS.length());
        Sample sample =
                sampleOf(exchange -> exchange.send(Answers.HEAD + size + ";name=\"a;b\"; flag\r\n" + EVENTS + "\r\n")
                        .send("0;last\r\nX-Checksum: 1\r\nServer-Timing: total;dur=5\r\n\r\n"));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(requireNonNull(sample.stream()).bytes()).isEqualTo(EVENTS.length());
    }

    @Test
    void aWholeAnswerInOneReadIsBuffered() {
        byte[] body = RecordedStreams.bytes("whole-answer-in-one-chunk");
        Sample sample =
                sampleOf(exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .send(body));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(requireNonNull(sample.stream()).buffered()).isTrue();
        assertThat(sample.stream().burstShare()).isZero();
    }

    @Test
    void aStreamWhoseTokensComeOneByOneIsNotBuffered() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.HEAD + Answers.chunk(Answers.TOKEN))
                .pause(200)
                .send(Answers.chunk(Answers.TOKEN))
                .pause(200)
                .send(Answers.chunk(Answers.TOKEN)
                        + Answers.chunk(Answers.TOKEN + Answers.FINISH)
                        + Answers.LAST_CHUNK));

        StreamShape stream = requireNonNull(sample.stream());
        assertThat(stream.buffered()).isFalse();
        assertThat(stream.burstShare()).isEqualTo(0.5);
        assertThat(requireNonNull(stream.longestGapAtNs()))
                .isBetween(
                        requireNonNull(requireNonNull(sample.clocks()).firstTokenNs()),
                        requireNonNull(sample.clocks().lastTokenNs()));
    }

    @Test
    void aResponseThatIsNoStreamHasAnEmptyShape() {
        Sample sample = sampleOf(exchange -> exchange.send(Answers.status("500 Oops", "")));

        assertThat(sample.stream()).isEqualTo(new StreamShape(0, 0, null, null, null, false));
    }

    @Test
    void withoutAResponseHeadThereIsNoShape() {
        Sample sample = sampleOf(ScriptedProvider.Exchange::close);

        assertThat(sample.stream()).isNull();
    }

    private Sample sampleOf(Script script) {
        try (var provider = new ScriptedProvider(script)) {
            return bench.probe(provider.baseUrl());
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return compressed.toByteArray();
    }
}
