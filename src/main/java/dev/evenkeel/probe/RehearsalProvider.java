package dev.evenkeel.probe;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Answers every request with one short stream of tokens, on a loopback port of its own. */
final class RehearsalProvider implements AutoCloseable {
    static final int TOKENS = 16;

    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final String TOKEN =
            "{\"id\":\"r\",\"model\":\"rehearsal\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"}}]}";
    private static final String FINISH =
            "{\"id\":\"r\",\"model\":\"rehearsal\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}";
    private static final String USAGE = "{\"id\":\"r\",\"model\":\"rehearsal\",\"choices\":[],\"usage\":"
            + "{\"prompt_tokens\":1,\"completion_tokens\":" + TOKENS + "}}";

    private final NioEventLoopGroup loop;
    private final Channel listener;

    private RehearsalProvider(NioEventLoopGroup loop, Channel listener) {
        this.loop = loop;
        this.listener = listener;
    }

    static RehearsalProvider listen() throws InterruptedException {
        var loop = new NioEventLoopGroup(1, new DefaultThreadFactory("evenkeel-rehearsal", true));
        Channel listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                .addLast(new Answer());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        return new RehearsalProvider(loop, listener);
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_EVENT_STREAM)
                    .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            send(context, head);
            for (int i = 0; i < TOKENS; i++) {
                send(context, event(TOKEN));
            }
            send(context, event(FINISH));
            send(context, event(USAGE));
            send(context, event("[DONE]"));
            send(context, LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private static HttpContent event(String data) {
            return new DefaultHttpContent(Unpooled.copiedBuffer("data: " + data + "\n\n", StandardCharsets.UTF_8));
        }

        private static void send(ChannelHandlerContext context, HttpObject part) {
            context.writeAndFlush(part).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }
}
