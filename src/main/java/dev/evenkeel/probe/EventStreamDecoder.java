package dev.evenkeel.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Decodes {@code text/event-stream} by the rules of the WHATWG HTML standard, section 9.2, however the
 * bytes are cut into reads: lines end with LF, CR or CR LF (the pair may be cut too), a leading byte
 * order mark is dropped, comments and unknown fields are skipped, an event that the stream's end cuts
 * off is never dispatched. An event is dispatched by the very byte that completes its blank line.
 *
 * <p>One instance decodes one stream. Not thread-safe.
 */
final class EventStreamDecoder {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxEventBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final StringBuilder data = new StringBuilder(512);
    private String type = "";
    private int eventBytes;
    private boolean hasData;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private boolean overflowed;

    /** @param maxEventBytes how many bytes the lines of one event may have together, comments included */
    EventStreamDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Decodes what one read brought and hands over every event that it completed.
     *
     * @return false once an event grew beyond the bound; nothing is decoded from then on
     */
    boolean decode(ByteBuffer bytes, Consumer<ServerSentEvent> events) {
        while (bytes.hasRemaining() && !overflowed) {
            take(bytes.get(), events);
        }
        return !overflowed;
    }

    private void take(byte b, Consumer<ServerSentEvent> events) {
        boolean pairedLineFeed = b == '\n' && afterCarriageReturn;
        afterCarriageReturn = b == '\r';
        if (pairedLineFeed) {
            return;
        }
        if (b == '\r' || b == '\n') {
            endLine(events);
        } else if (++eventBytes > maxEventBytes) {
            overflowed = true;
        } else {
            line.write(b);
        }
    }

    private void endLine(Consumer<ServerSentEvent> events) {
        String text = takeLine();
        if (text.isEmpty()) {
            endEvent(events);
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private String takeLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        boolean marked = firstLine && startsWithByteOrderMark(bytes);
        firstLine = false;
        int skipped = marked ? BYTE_ORDER_MARK.length : 0;
        return new String(bytes, skipped, bytes.length - skipped, StandardCharsets.UTF_8);
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= 3
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }

    private void field(String name, String value) {
        if (name.equals("data")) {
            if (hasData) {
                data.append('\n');
            }
            data.append(value);
            hasData = true;
        } else if (name.equals("event")) {
            type = value;
        }
    }

    private void endEvent(Consumer<ServerSentEvent> events) {
        if (hasData) {
            events.accept(new ServerSentEvent(type.isEmpty() ? "message" : type, data.toString()));
        }
        data.setLength(0);
        hasData = false;
        type = "";
        eventBytes = 0;
    }
}
