package dev.evenkeel.probe;

import java.nio.charset.StandardCharsets;

/**
 * One dispatched event of a {@code text/event-stream}. Its data are bytes in a buffer of the decoder, valid while the event
 * is handed over and no longer. The fields {@code id} and {@code retry} concern reconnecting, which a probe never does, and
 * are not kept.
 */
final class ServerSentEvent {
    private final String type;
    private final byte[] buffer;
    private final int start;
    private final int end;

    /** @param type the {@code event} field; {@code message} where the stream named none */
    ServerSentEvent(String type, byte[] buffer, int start, int end) {
        this.type = type;
        this.buffer = buffer;
        this.start = start;
        this.end = end;
    }

    static ServerSentEvent of(String type, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return new ServerSentEvent(type, bytes, 0, bytes.length);
    }

    String type() {
        return type;
    }

    /** Holds the {@code data} lines, joined by line feeds, from {@link #start} to {@link #end}. */
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The data as text, in which bytes that are not UTF-8 are replaced. */
    String data() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }
}
