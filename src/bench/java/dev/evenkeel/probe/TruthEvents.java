package dev.evenkeel.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one stream's events, made once for a connection and written again and again: nothing is
 * allocated between a stamp and its write. The stream's number stands in each at fixed places.
 */
final class TruthEvents {
    private static final String DIGITS = "0000000000";
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String ROLE = event(choice("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    private static final String TOKEN = event(choice("{\"content\":\" token\"}", "null"));
    private static final String FINISH = event(choice("{}", "\"stop\""));
    private static final String DONE = chunk("data: [DONE]\n\n") + "0\r\n\r\n";

    /** No stream's. */
    static final String NO_MARK = "truth-" + DIGITS;

    final ByteBuffer role = direct(HEAD + ROLE);
    final ByteBuffer token = direct(TOKEN);
    final ByteBuffer end;

    TruthEvents(int tokens) {
        end = direct(FINISH
                + event("\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":" + tokens
                        + ",\"total_tokens\":" + (tokens + 1) + "}")
                + DONE);
    }

    /** The number that a client finds in {@code system_fingerprint}. */
    static long sequenceIn(String systemFingerprint) {
        return Long.parseLong(systemFingerprint.substring("truth-".length()));
    }

    void number(long sequence) {
        number(role, sequence);
        number(token, sequence);
        number(end, sequence);
    }

    private static void number(ByteBuffer buffer, long sequence) {
        for (int at = 0; at < buffer.capacity() - DIGITS.length(); at++) {
            if (buffer.get(at) == 't' && buffer.get(at + 1) == 'r' && buffer.get(at + 5) == '-') {
                digits(buffer, at + "truth-".length(), sequence);
            }
        }
    }

    private static void digits(ByteBuffer buffer, int at, long sequence) {
        long rest = sequence;
        for (int digit = DIGITS.length() - 1; digit >= 0; digit--) {
            buffer.put(at + digit, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    private static String choice(String delta, String finishReason) {
        return "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]";
    }

    private static String event(String rest) {
        return chunk("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"system_fingerprint\":\"truth-" + DIGITS + "\"," + rest + "}\n\n");
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
