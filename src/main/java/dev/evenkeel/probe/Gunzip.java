package dev.evenkeel.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibWrapper;
import java.util.function.Predicate;

/**
 * Undoes gzip as bytes come in: whatever they complete is given at once. They are taken in slices, so that no more than some 1,000
 * times a slice's bytes, which is what gzip can make of them, are ever held. Confined to one thread.
 */
final class Gunzip {
    private static final int SLICE_BYTES = 1024;

    private final EmbeddedChannel inflater = new EmbeddedChannel(ZlibCodecFactory.newZlibDecoder(ZlibWrapper.GZIP, 0));
    private boolean closed;

    /**
     * Gives what the bytes became, piece by piece.
     *
     * @param plain takes what the bytes became, valid during the call only; tells whether to go on
     * @return false where the bytes are no gzip
     */
    boolean read(ByteBuf bytes, Predicate<ByteBuf> plain) {
        try {
            int end = bytes.writerIndex();
            for (int at = bytes.readerIndex(); at < end && !closed; at += SLICE_BYTES) {
                inflater.writeInbound(bytes.retainedSlice(at, Math.min(SLICE_BYTES, end - at)));
                give(plain);
            }
            return true;
        } catch (DecoderException e) {
            close();
            return false;
        }
    }

    private void give(Predicate<ByteBuf> plain) {
        for (ByteBuf part = inflater.readInbound(); part != null; part = inflater.readInbound()) {
            try {
                if (!closed && !plain.test(part)) {
                    close();
                }
            } finally {
                part.release();
            }
        }
    }

    /** Frees what the inflater holds outside the heap. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            inflater.finishAndReleaseAll();
        } catch (DecoderException nothingMoreIsRead) {
            // The end of broken bytes is broken too.
        }
    }
}
