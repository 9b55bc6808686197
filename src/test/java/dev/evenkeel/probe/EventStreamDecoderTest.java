package dev.evenkeel.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStreamDecoderTest {
    /** All line ends, a comment, several data lines, fields without colon or value, unknown fields, characters of 2 to 4 bytes. */
    private static final byte[] STREAM = ("\uFEFFdata: first\n\n"
                    + ": a comment\r\n\r\n"
                    + "event: error\r\ndata: {\"a\":\r\ndata:  1}\r\n\r\n"
                    + "data: grüße 日本 😀\r\r"
                    + "id: 7\rretry: 10\rdata\rdata: x:y\r\r"
                    + "event: nothing\n\n"
                    + "data:\n\n"
                    + "unknown: field\ndata:last\n\r\n"
                    + "data: cut off by the end\n")
            .getBytes(UTF_8);

    private static final List<ServerSentEvent> EVENTS = List.of(
            new ServerSentEvent("message", "first"),
            new ServerSentEvent("error", "{\"a\":\n 1}"),
            new ServerSentEvent("message", "grüße 日本 😀"),
            new ServerSentEvent("message", "\nx:y"),
            new ServerSentEvent("message", ""),
            new ServerSentEvent("message", "last"));

    private final List<ServerSentEvent> events = new ArrayList<>();

    @Test
    void aWholeStreamGivesItsEvents() {
        boolean decoded = new EventStreamDecoder(1000).decode(ByteBuffer.wrap(STREAM), events::add);

        assertThat(decoded).isTrue();
        assertThat(events).isEqualTo(EVENTS);
    }

    @Test
    void everyCutIntoTwoReadsGivesTheSameEvents() {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            assertThat(decodedInReadsEndingAt(cut)).as("cut at %d", cut).isEqualTo(EVENTS);
        }
    }

    @Test
    void everyCutIntoThreeReadsGivesTheSameEvents() {
        for (int first = 0; first <= STREAM.length; first++) {
            for (int second = first; second <= STREAM.length; second++) {
                assertThat(decodedInReadsEndingAt(first, second))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(EVENTS);
            }
        }
    }

    @Test
    void readsOfOneByteGiveTheSameEvents() {
        int[] everywhere = new int[STREAM.length];
        java.util.Arrays.setAll(everywhere, i -> i);

        assertThat(decodedInReadsEndingAt(everywhere)).isEqualTo(EVENTS);
    }

    @Test
    void randomlyCutStreamsOfRandomLinesGiveTheSameEventsAsWholeOnes() {
        var random = new Random(4711);
        String[] pieces = {
            "\n", "\r", "\r\n", "data", ":", " ", "x", "ü", "event", "\n\n", "data: y\n", "\uFEFF", "\u0000"
        };
        for (int run = 0; run < 2000; run++) {
            var text = new StringBuilder();
            random.ints(30, 0, pieces.length).forEach(i -> text.append(pieces[i]));
            byte[] stream = text.toString().getBytes(UTF_8);
            int[] cuts = random.ints(5, 0, stream.length + 1).sorted().toArray();

            assertThat(decoded(stream, cuts)).as("%s", text).isEqualTo(decoded(stream));
        }
    }

    @Test
    void anEventIsGivenByTheVeryByteThatEndsItsBlankLine() {
        var decoder = new EventStreamDecoder(100);
        decoder.decode(ByteBuffer.wrap("data: x\r\n".getBytes(UTF_8)), events::add);
        assertThat(events).isEmpty();

        decoder.decode(ByteBuffer.wrap("\r".getBytes(UTF_8)), events::add);

        assertThat(events).containsExactly(new ServerSentEvent("message", "x"));
    }

    @Test
    void aLineFeedThatBelongsToTheCarriageReturnOfTheReadBeforeIsNoBlankLine() {
        var decoder = new EventStreamDecoder(100);
        decoder.decode(ByteBuffer.wrap("data: x\r".getBytes(UTF_8)), events::add);

        decoder.decode(ByteBuffer.wrap("\ndata: y\n\n".getBytes(UTF_8)), events::add);

        assertThat(events).containsExactly(new ServerSentEvent("message", "x\ny"));
    }

    @Test
    void onlyTheFirstByteOrderMarkIsDropped() {
        decodeAll("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", 100);

        assertThat(events).containsExactly(new ServerSentEvent("message", "a"));
    }

    @Test
    void anEndlessLineIsGivenUpAtTheBound() {
        boolean decoded = decodeAll("data: " + "x".repeat(95), 100);

        assertThat(decoded).isFalse();
    }

    @Test
    void anEventOfEndlessLinesIsGivenUpAtTheBound() {
        boolean decoded = decodeAll("data: x\n".repeat(20), 100);

        assertThat(decoded).isFalse();
    }

    @Test
    void aLongStreamOfEventsWithinTheBoundIsDecoded() {
        boolean decoded = decodeAll("data: x\n\n".repeat(1000), 100);

        assertThat(decoded).isTrue();
        assertThat(events).hasSize(1000);
    }

    @Test
    void nothingIsDecodedAfterTheBoundWasExceeded() {
        boolean decoded = decodeAll("x".repeat(101) + "\n\ndata: y\n\n", 100);

        assertThat(decoded).isFalse();
        assertThat(events).isEmpty();
    }

    private boolean decodeAll(String stream, int maxEventBytes) {
        return new EventStreamDecoder(maxEventBytes).decode(ByteBuffer.wrap(stream.getBytes(UTF_8)), events::add);
    }

    private static List<ServerSentEvent> decodedInReadsEndingAt(int... cuts) {
        return decoded(STREAM, cuts);
    }

    private static List<ServerSentEvent> decoded(byte[] stream, int... cuts) {
        var decoder = new EventStreamDecoder(1000);
        List<ServerSentEvent> decoded = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            decoder.decode(ByteBuffer.wrap(stream, from, cut - from), decoded::add);
            from = cut;
        }
        decoder.decode(ByteBuffer.wrap(stream, from, stream.length - from), decoded::add);
        return decoded;
    }
}
