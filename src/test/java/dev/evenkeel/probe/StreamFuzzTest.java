package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come, and however they are cut into reads, reading them throws nothing, ends, and gives the same. The long form:
 * {@code -Dfuzz.streams=10000000}, which tells its speed and the most memory seen. A stream that fails is made again by its number.
 */
class StreamFuzzTest {
    private static final long STREAMS = Long.getLong("fuzz.streams", 10_000);
    private static final int COMPRESSED_SHARE = 50;
    private static final int MAX_EVENT_BYTES = 4000;
    private static final int MAX_BODY_BYTES = 100_000;

    /** @param read whether the stream was read to its end, or given up at the bound of an event */
    private record Reading(List<StreamChunk> chunks, boolean read) {}

    private final List<byte[]> recorded =
            RecordedStreams.names().stream().map(RecordedStreams::bytes).toList();

    @Test
    void anyCutOfAnyStreamReadsTheSame() {
        long began = System.nanoTime();
        long mostBytes = 0;
        for (long number = 0; number < STREAMS; number++) {
            var mutator = new StreamMutator(recorded, number);
            byte[] stream = mutator.stream();
            Reading whole = reading(stream);

            Reading cut = reading(stream, mutator.cuts(stream.length));

            if (!cut.equals(whole)) {
                assertThat(cut).as("stream %d", number).isEqualTo(whole);
            }
            if (number % 1024 == 0) {
                mostBytes = Math.max(mostBytes, usedBytes());
            }
        }
        report("plain", STREAMS, began, mostBytes);
    }

    @Test
    void anyCutOfACompressedStreamReadsAsThePlainOne() {
        long began = System.nanoTime();
        long streams = STREAMS / COMPRESSED_SHARE;
        for (long number = 0; number < streams; number++) {
            var mutator = new StreamMutator(recorded, number);
            byte[] stream = mutator.stream();
            byte[] compressed = gzip(stream);

            Reading read = bodyReading(compressed, true, mutator.cuts(compressed.length));

            assertThat(read).as("stream %d", number).isEqualTo(bodyReading(stream, false));
        }
        report("compressed", streams, began, usedBytes());
    }

    @Test
    void brokenCompressedStreamsAreReadWithoutAnException() {
        long began = System.nanoTime();
        List<byte[]> compressed = recorded.stream().map(StreamFuzzTest::gzip).toList();
        long streams = STREAMS / COMPRESSED_SHARE;
        for (long number = 0; number < streams; number++) {
            var mutator = new StreamMutator(compressed, number);
            byte[] stream = mutator.stream();

            Reading read = bodyReading(stream, true, mutator.cuts(stream.length));

            assertThat(read.chunks()).hasSizeLessThan(MAX_BODY_BYTES);
        }
        report("broken compressed", streams, began, usedBytes());
    }

    private static Reading reading(byte[] stream, int... cuts) {
        var decoder = new EventStreamDecoder(MAX_EVENT_BYTES);
        AnswerReader reader = OpenAiChat.INSTANCE.reader();
        List<StreamChunk> chunks = new ArrayList<>();
        int from = 0;
        boolean read = true;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? stream.length : cuts[i];
            read = decoder.decode(ByteBuffer.wrap(stream, from, to - from), event -> chunks.add(reader.read(event)));
            from = to;
        }
        return new Reading(chunks, read);
    }

    /** As {@link Probe} reads it: nothing more after a failure. */
    private static Reading bodyReading(byte[] stream, boolean compressed, int... cuts) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        if (compressed) {
            head.headers().set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        ResponseBody body =
                ResponseBody.of(head, MAX_BODY_BYTES, MAX_EVENT_BYTES).orElseThrow();
        AnswerReader reader = OpenAiChat.INSTANCE.reader();
        List<StreamChunk> chunks = new ArrayList<>();
        int from = 0;
        boolean read = true;
        for (int i = 0; i <= cuts.length && read; i++) {
            int to = i == cuts.length ? stream.length : cuts[i];
            var part = Unpooled.wrappedBuffer(stream, from, to - from);
            read = body.read(part, event -> chunks.add(reader.read(event))).isEmpty();
            from = to;
        }
        body.close();
        return new Reading(chunks, read);
    }

    private static byte[] gzip(byte[] stream) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static long usedBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** In the long form only. */
    private static void report(String form, long streams, long began, long mostBytes) {
        if (System.getProperty("fuzz.streams") != null) {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf(
                    "%s: %d streams in %d s, %d a second, at most %d MiB of heap in use%n",
                    form,
                    streams,
                    took.toSeconds(),
                    streams * TimeUnit.SECONDS.toMillis(1) / Math.max(1, took.toMillis()),
                    mostBytes >> 20);
        }
    }
}
