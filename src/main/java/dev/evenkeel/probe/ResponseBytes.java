package dev.evenkeel.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;

/** Counts a response's bytes as HTTP sees them, after decryption, and cuts off what exceeds the bound. */
final class ResponseBytes extends ChannelInboundHandlerAdapter {
    private final long max;
    private long count;

    ResponseBytes(long max) {
        this.max = max;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        count += ((ByteBuf) bytes).readableBytes();
        if (count > max) {
            ReferenceCountUtil.release(bytes);
            ctx.fireExceptionCaught(new TooLongFrameException("response exceeds " + max + " bytes"));
        } else {
            ctx.fireChannelRead(bytes);
        }
    }

    /** Begins to count the next response. */
    void reset() {
        count = 0;
    }

    boolean none() {
        return count == 0;
    }
}
