package dev.evenkeel.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Decodes {@code text/event-stream} by the rules of the WHATWG HTML standard, section 9.2, however the
 * bytes are cut into reads: lines end with LF, CR or CR LF (the pair may be cut too), a leading byte
 * order mark is dropped, comments and unknown fields are skipped, an event that the stream's end cuts
 * off is never dispatched. An event is dispatched by the very byte that completes its blank line.
 *
 * <p>The buffer holds the data of the event under way, then what was read of its next line. An event of one {@code data} line is
 * handed over where it was read; further data lines are moved up to the first. The buffer never has more than twice the bytes
 * that one event may have and one read brought.
 *
 * <p>One instance decodes one stream. Not thread-safe.
 */
final class EventStreamDecoder {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final String DEFAULT_TYPE = "message";
    private static final int INITIAL_BYTES = 4096;

    private final int maxEventBytes;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int filled;
    private int lineStart;
    private int dataStart;
    private int dataEnd;
    private boolean hasData;
    private String type = DEFAULT_TYPE;
    private String latestType = DEFAULT_TYPE;
    private int eventBytes;
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
        if (overflowed) {
            return false;
        }
        int from = append(bytes);
        for (int end = lineEnd(from); end < filled && !overflowed; end = lineEnd(lineStart)) {
            endLine(end, events);
        }
        overflowed |= filled - lineStart > maxEventBytes - eventBytes;
        if (lineStart == filled && !hasData) {
            lineStart = 0;
            filled = 0;
        }
        return !overflowed;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < filled && buffer[at] != '\n' && buffer[at] != '\r') {
            at++;
        }
        return at;
    }

    /** Gives where the bytes were put. */
    private int append(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > buffer.length - filled) {
            makeRoom(count);
        }
        int at = filled;
        bytes.get(buffer, at, count);
        filled += count;
        return at;
    }

    /** Grows as soon as half would be in use: many small reads must not each move what is there. */
    private void makeRoom(int count) {
        int data = hasData ? dataEnd - dataStart : 0;
        int line = filled - lineStart;
        int needed = data + line + count;
        byte[] roomy = needed > buffer.length / 2 ? new byte[2 * needed] : buffer;
        System.arraycopy(buffer, dataStart, roomy, 0, data);
        System.arraycopy(buffer, lineStart, roomy, data, line);
        buffer = roomy;
        dataStart = 0;
        dataEnd = data;
        lineStart = data;
        filled = data + line;
    }

    private void endLine(int end, Consumer<ServerSentEvent> events) {
        int start = lineStart;
        boolean pairedLineFeed = afterCarriageReturn && start == end && buffer[end] == '\n';
        afterCarriageReturn = buffer[end] == '\r';
        lineStart = end + 1;
        if (pairedLineFeed) {
            return;
        }
        if (end - start > maxEventBytes - eventBytes) {
            overflowed = true;
            return;
        }
        eventBytes += end - start;
        if (firstLine && startsWith(BYTE_ORDER_MARK, start, end)) {
            start += BYTE_ORDER_MARK.length;
        }
        firstLine = false;
        if (start == end) {
            endEvent(events);
        } else if (isField(DATA, start, end)) {
            addData(valueStart(DATA, start, end), end);
        } else if (isField(EVENT, start, end)) {
            type = typeNamed(valueStart(EVENT, start, end), end);
        }
    }

    private boolean startsWith(byte[] prefix, int start, int end) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (buffer[start + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isField(byte[] name, int start, int end) {
        int nameEnd = start + name.length;
        return startsWith(name, start, end) && (nameEnd == end || buffer[nameEnd] == ':');
    }

    private int valueStart(byte[] name, int start, int end) {
        int colon = start + name.length;
        if (colon == end) {
            return end;
        }
        return colon + 1 < end && buffer[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }

    private void addData(int start, int end) {
        if (!hasData) {
            hasData = true;
            dataStart = start;
            dataEnd = end;
            return;
        }
        // What stood between the two, "data" at least, makes room for the line feed.
        buffer[dataEnd] = '\n';
        System.arraycopy(buffer, start, buffer, dataEnd + 1, end - start);
        dataEnd += 1 + end - start;
    }

    /** Streams name the same few types again and again. */
    private String typeNamed(int start, int end) {
        if (start == end) {
            return DEFAULT_TYPE;
        }
        boolean same = latestType.length() == end - start;
        for (int i = start; same && i < end; i++) {
            same = latestType.charAt(i - start) == buffer[i];
        }
        if (!same) {
            latestType = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        }
        return latestType;
    }

    private void endEvent(Consumer<ServerSentEvent> events) {
        if (hasData) {
            events.accept(new ServerSentEvent(type, buffer, dataStart, dataEnd));
        }
        hasData = false;
        dataStart = 0;
        dataEnd = 0;
        type = DEFAULT_TYPE;
        eventBytes = 0;
    }
}
