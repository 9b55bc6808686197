package dev.evenkeel.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventStreamDecoderTest {
    private static final int MAX_EVENT_BYTES = 1000;

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

    private static final List<Dispatched> EVENTS = List.of(
            new Dispatched("message", "first"),
            new Dispatched("error", "{\"a\":\n 1}"),
            new Dispatched("message", "grüße 日本 😀"),
            new Dispatched("message", "\nx:y"),
            new Dispatched("message", ""),
            new Dispatched("message", "last"));

    /** An event as it was while it was handed over. */
    private record Dispatched(String type, String data) {
        static Dispatched of(ServerSentEvent event) {
            return new Dispatched(event.type(), event.data());
        }
    }

    private final List<Dispatched> events = new ArrayList<>();

    @Test
    void aWholeStreamGivesItsEvents() {
        boolean decoded = new EventStreamDecoder(MAX_EVENT_BYTES).decode(ByteBuffer.wrap(STREAM), this::keep);

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
        decoder.decode(ByteBuffer.wrap("data: x\r\n".getBytes(UTF_8)), this::keep);
        assertThat(events).isEmpty();

        decoder.decode(ByteBuffer.wrap("\r".getBytes(UTF_8)), this::keep);

        assertThat(events).containsExactly(new Dispatched("message", "x"));
    }

    @Test
    void aLineFeedThatBelongsToTheCarriageReturnOfTheReadBeforeIsNoBlankLine() {
        var decoder = new EventStreamDecoder(100);
        decoder.decode(ByteBuffer.wrap("data: x\r".getBytes(UTF_8)), this::keep);

        decoder.decode(ByteBuffer.wrap("\ndata: y\n\n".getBytes(UTF_8)), this::keep);

        assertThat(events).containsExactly(new Dispatched("message", "x\ny"));
    }

    @Test
    void onlyTheFirstByteOrderMarkIsDropped() {
        decodeAll("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", 100);

        assertThat(events).containsExactly(new Dispatched("message", "a"));
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
    void anEventLargerThanAnyReadIsGivenWhole() {
        String data = "ü".repeat(50_000);
        byte[] stream = ("data: " + data + "\n:" + "c".repeat(9_000) + "\ndata: " + data + "\n\n").getBytes(UTF_8);
        int[] cuts = new int[stream.length / 7];
        java.util.Arrays.setAll(cuts, i -> 7 * i);

        assertThat(decoded(stream, 300_000, cuts)).containsExactly(new Dispatched("message", data + "\n" + data));
    }

    @Test
    void typesAreToldApart() {
        decodeAll(
                "event: aa\ndata: 1\n\nevent: ab\ndata: 2\n\nevent:ab\ndata: 3\n\nevent\ndata: 4\n\nevent: ü\ndata: 5\n\n",
                100);

        assertThat(events).extracting(Dispatched::type).containsExactly("aa", "ab", "ab", "message", "ü");
    }

    @Test
    void theLastByteThatFitsIsDecodedAndTheNextIsNot() {
        assertThat(decodeAll("data: 78\n\n", 8)).isTrue();
        assertThat(decodeAll("data: 789\n\n", 8)).isFalse();
        assertThat(events).containsExactly(new Dispatched("message", "78"));
    }

    @Test
    void nothingIsDecodedAfterTheBoundWasExceeded() {
        boolean decoded = decodeAll("x".repeat(101) + "\n\ndata: y\n\n", 100);

        assertThat(decoded).isFalse();
        assertThat(events).isEmpty();
    }

    private void keep(ServerSentEvent event) {
        events.add(Dispatched.of(event));
    }

    private boolean decodeAll(String stream, int maxEventBytes) {
        return new EventStreamDecoder(maxEventBytes).decode(ByteBuffer.wrap(stream.getBytes(UTF_8)), this::keep);
    }

    private static List<Dispatched> decodedInReadsEndingAt(int... cuts) {
        return decoded(STREAM, cuts);
    }

    private static List<Dispatched> decoded(byte[] stream, int... cuts) {
        return decoded(stream, MAX_EVENT_BYTES, cuts);
    }

    private static List<Dispatched> decoded(byte[] stream, int maxEventBytes, int[] cuts) {
        var decoder = new EventStreamDecoder(maxEventBytes);
        List<Dispatched> decoded = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            decoder.decode(ByteBuffer.wrap(stream, from, cut - from), event -> decoded.add(Dispatched.of(event)));
            from = cut;
        }
        decoder.decode(ByteBuffer.wrap(stream, from, stream.length - from), event -> decoded.add(Dispatched.of(event)));
        return decoded;
    }
}
