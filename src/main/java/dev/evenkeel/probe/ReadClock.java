package dev.evenkeel.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongSupplier;

/**
 * Stamps each socket read, first in the pipeline: before decryption, before parsing. Whatever a read
 * completes happened at its stamp.
 */
final class ReadClock extends ChannelInboundHandlerAdapter {
    private final LongSupplier nanoTime;
    private long readAt;
    private long number;

    ReadClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        readAt = nanoTime.getAsLong();
        number++;
        ctx.fireChannelRead(bytes);
    }

    /** {@code System.nanoTime()} of the latest read. */
    long readAt() {
        return readAt;
    }

    /** How many reads there have been: tells two of them apart that have the same time. */
    long number() {
        return number;
    }
}
