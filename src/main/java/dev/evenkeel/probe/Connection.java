package dev.evenkeel.probe;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection to a checked address, last in its own pipeline. Serves one request at a time;
 * confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private final Origin origin;
    private final InetAddress address;
    private final ReadClock reads;
    private final ResponseBytes bytes;
    private final LongSupplier nanoTime;
    private final Channel channel;
    private @Nullable ResponseListener listener;
    private boolean interim;
    private boolean keepAlive;

    Connection(Channel channel, Origin origin, InetAddress address, long maxResponseBytes, LongSupplier nanoTime) {
        this.channel = channel;
        this.origin = origin;
        this.address = address;
        this.nanoTime = nanoTime;
        this.reads = new ReadClock(nanoTime);
        this.bytes = new ResponseBytes(maxResponseBytes);
    }

    ReadClock reads() {
        return reads;
    }

    ResponseBytes bytes() {
        return bytes;
    }

    Origin origin() {
        return origin;
    }

    InetAddress address() {
        return address;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    boolean open() {
        return channel.isActive();
    }

    /** Sends a request, whose response the listener then follows. */
    void send(FullHttpRequest request, ResponseListener follower) {
        listener = follower;
        interim = false;
        keepAlive = false;
        bytes.reset();
        channel.writeAndFlush(request).addListener(written -> {
            if (written.isSuccess()) {
                tellSent(follower);
            } else {
                fail(written.cause());
            }
        });
    }

    private void tellSent(ResponseListener follower) {
        if (listener == follower) {
            follower.sent(nanoTime.getAsLong());
        }
    }

    /** Lets another follow the rest of the response under way. */
    void handOver(ResponseListener follower) {
        listener = follower;
    }

    /** Runs once the connection is closed, by whichever side. */
    void onClose(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    void close() {
        listener = null;
        channel.close().addListener(closed -> {});
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            read((HttpObject) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject message) {
        if (listener == null) {
            close();
        } else if (message.decoderResult().isFailure()) {
            fail(message.decoderResult().cause());
        } else if (message instanceof HttpResponse head) {
            readHead(head, listener);
        } else if (message instanceof HttpContent content && !interim) {
            readContent(content, listener);
        }
    }

    private void readHead(HttpResponse head, ResponseListener follower) {
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && head.status().code() != 101;
        if (!interim) {
            keepAlive = HttpUtil.isKeepAlive(head);
            follower.head(head, reads.readAt());
        }
    }

    private void readContent(HttpContent content, ResponseListener follower) {
        if (content.content().isReadable()) {
            follower.body(content.content(), reads.readAt(), reads.number());
        }
        ResponseListener current = listener;
        if (content instanceof LastHttpContent && current != null) {
            listener = null;
            current.end(keepAlive && open(), reads.readAt());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new ClosedChannelException());
    }

    private void fail(Throwable cause) {
        ResponseListener follower = listener;
        close();
        if (follower != null) {
            follower.failed(cause, bytes.none());
        }
    }
}
