package dev.evenkeel.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One connection to the ground truth and the stream that it serves, if any. Confined to the pacer's thread. */
final class TruthStream {
    private static final int TOKENS_BEFORE_CUT = 3;

    private final SocketChannel channel;
    private @Nullable TruthEvents events;
    private StreamPlan plan = StreamPlan.quick();
    private TruthBehaviour behaviour = TruthBehaviour.SILENT;
    private int written;
    private long sequence;
    private long due;
    private long request;
    private long firstDue;
    private long first;
    private long firstWritten;
    private long last;
    private long lastWritten;

    TruthStream(SocketChannel channel) {
        this.channel = channel;
    }

    long due() {
        return due;
    }

    void begin(long number, TruthBehaviour how, StreamPlan when, long requestAt) {
        if (events == null || plan.tokens() != when.tokens()) {
            events = new TruthEvents(when.tokens());
        }
        events.number(number);
        sequence = number;
        behaviour = how;
        plan = when;
        request = requestAt;
        written = -1;
        due = request + plan.role();
    }

    /** Writes what is due and gives whether more will be. */
    boolean writeNext(SplittableRandom random, TruthLog log) throws IOException {
        TruthEvents bytes = events;
        if (bytes == null) {
            throw new IllegalStateException("no stream has begun");
        }
        if (written < 0) {
            write(bytes.role);
            firstDue = request + plan.drawTtft(random);
            due = firstDue;
        } else if (written < plan.tokens()) {
            writeToken(bytes.token);
            due += plan.drawGap(random);
            if (behaviour == TruthBehaviour.CUT && written == TOKENS_BEFORE_CUT) {
                channel.close();
                return false;
            }
        } else {
            // Before the write, so that a client that has seen the end finds its truth.
            log.add(sequence, request, first, firstWritten, last, lastWritten, firstDue);
            write(bytes.end);
            return false;
        }
        written++;
        return true;
    }

    private void writeToken(ByteBuffer token) throws IOException {
        token.rewind();
        long before = System.nanoTime();
        channel.write(token);
        long after = System.nanoTime();
        requireWhole(token);
        if (written == 0) {
            first = before;
            firstWritten = after;
        }
        last = before;
        lastWritten = after;
    }

    private void write(ByteBuffer bytes) throws IOException {
        bytes.rewind();
        channel.write(bytes);
        requireWhole(bytes);
    }

    /** The socket holds a whole stream, so only a client that has stopped reading comes here. */
    private static void requireWhole(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining()) {
            throw new IOException("the client does not read");
        }
    }

    /** Writes all of it, however long it takes the client. */
    void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }
}
