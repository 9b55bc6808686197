package dev.evenkeel.probe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the ground truth noted of its whole streams, seven {@code long}s each. Confined to one thread. */
final class TruthLog {
    /**
     * One stream, as {@code System.nanoTime()} values.
     *
     * @param sequence the number in its {@code system_fingerprint}
     * @param request when the request's last byte had been read
     * @param first just before the first token was written
     * @param firstWritten just after
     * @param last just before the last token was written
     * @param lastWritten just after
     * @param due when the first token was due; what was written later is the server's own lateness
     */
    record Entry(long sequence, long request, long first, long firstWritten, long last, long lastWritten, long due) {
        long ttft() {
            return first - request;
        }

        /** How long the longer of the two writes took: the truth is known no better. */
        long doubt() {
            return Math.max(firstWritten - first, lastWritten - last);
        }
    }

    private static final int FIELDS = 7;

    private long[] fields = new long[FIELDS << 16];
    private int used;

    void add(long sequence, long request, long first, long firstWritten, long last, long lastWritten, long due) {
        if (used + FIELDS > fields.length) {
            fields = Arrays.copyOf(fields, 2 * fields.length);
        }
        fields[used++] = sequence;
        fields[used++] = request;
        fields[used++] = first;
        fields[used++] = firstWritten;
        fields[used++] = last;
        fields[used++] = lastWritten;
        fields[used++] = due;
    }

    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(used * Long.BYTES);
        bytes.asLongBuffer().put(fields, 0, used);
        return bytes;
    }

    static Map<Long, Entry> parsed(byte[] bytes) {
        var longs = ByteBuffer.wrap(bytes).asLongBuffer();
        Map<Long, Entry> entries = new HashMap<>();
        while (longs.hasRemaining()) {
            var entry = new Entry(
                    longs.get(), longs.get(), longs.get(), longs.get(), longs.get(), longs.get(), longs.get());
            entries.put(entry.sequence(), entry);
        }
        return entries;
    }
}
