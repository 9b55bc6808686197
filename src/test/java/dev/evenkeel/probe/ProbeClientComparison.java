package dev.evenkeel.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the read stamps of two clients lie from the truth. A server in the same process writes its
 * {@code System.nanoTime()} into each event just before it hands the bytes to the socket; the client
 * notes the difference to its own stamp, so server loop, loopback and client loop are all in the figure.
 * Not part of any build: run by hand, see docs/decisions/030-probe-client.md.
 */
final class ProbeClientComparison {
    private static final int EVENTS = 200;
    private static final long GAP_MS = 40;
    private static final int WARM_UP_EVENTS = 50;
    private static final PrintStream OUT = System.out;

    private ProbeClientComparison() {}

    private interface Client extends AutoCloseable {
        void open(int port, Stamps stamps);

        @Override
        void close();
    }

    public static void main(String[] args) throws Exception {
        var serverLoops = new NioEventLoopGroup(1);
        try {
            int port = serve(serverLoops);
            OUT.println("| client | streams | p50 µs | p99 µs | max µs |");
            for (int streams : new int[] {1, 50, 200}) {
                measure("Vert.x, NIO", streams, new VertxClient(false), port);
                measure("Vert.x, epoll", streams, new VertxClient(true), port);
                measure("Netty, NIO", streams, new NettyClient(false), port);
                measure("Netty, epoll", streams, new NettyClient(true), port);
            }
        } finally {
            serverLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static void measure(String name, int streams, Client client, int port) throws Exception {
        try (client) {
            var stamps = new Stamps(streams);
            for (int i = 0; i < streams; i++) {
                client.open(port, stamps);
            }
            if (!stamps.ended.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + ": streams did not end");
            }
            long[] sorted = stamps.sorted();
            OUT.printf(
                    "| %s | %d | %.0f | %.0f | %.0f |%n",
                    name, streams, at(sorted, 0.5), at(sorted, 0.99), sorted[sorted.length - 1] / 1e3);
        }
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e3;
    }

    /** Gathers what the one event loop of a client saw. */
    private static final class Stamps {
        private final long[] values;
        private final AtomicInteger count = new AtomicInteger();
        private final CountDownLatch ended;

        Stamps(int streams) {
            values = new long[streams * (EVENTS - WARM_UP_EVENTS)];
            ended = new CountDownLatch(streams);
        }

        /** Takes one event, {@code data: <index> <nanoTime>}; one that was split over two reads is left out. */
        void event(String event, long readAt) {
            if (!event.startsWith("data: ") || !event.endsWith("\n\n") || event.indexOf('\n') != event.length() - 2) {
                return;
            }
            String[] parts = event.strip().split(" ", -1);
            if (Integer.parseInt(parts[1]) >= WARM_UP_EVENTS) {
                values[count.getAndIncrement()] = readAt - Long.parseLong(parts[2]);
            }
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(values, count.get());
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private static final class VertxClient implements Client {
        private final Vertx vertx;
        private final io.vertx.core.http.HttpClient http;

        VertxClient(boolean epoll) {
            vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(epoll));
            http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1000));
        }

        @Override
        public void open(int port, Stamps stamps) {
            http.request(io.vertx.core.http.HttpMethod.GET, port, "127.0.0.1", "/")
                    .compose(request -> request.send())
                    .onSuccess(response -> {
                        response.handler((Buffer body) -> stamps.event(body.toString(), System.nanoTime()));
                        response.endHandler(end -> stamps.ended.countDown());
                    });
        }

        @Override
        public void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static final class NettyClient implements Client {
        private final EventLoopGroup loops;
        private final Bootstrap bootstrap;
        private final List<Channel> channels = new ArrayList<>();

        NettyClient(boolean epoll) {
            loops = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
            bootstrap = new Bootstrap().group(loops).channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class);
        }

        @Override
        public void open(int port, Stamps stamps) {
            Channel channel = bootstrap
                    .clone()
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel ch) {
                            var stamp = new Stamp();
                            ch.pipeline().addLast(stamp, new HttpClientCodec(), new Reader(stamp, stamps));
                        }
                    })
                    .connect("127.0.0.1", port)
                    .syncUninterruptibly()
                    .channel();
            channels.add(channel);
            channel.writeAndFlush(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"))
                    .syncUninterruptibly();
        }

        @Override
        public void close() {
            channels.forEach(channel -> channel.close().syncUninterruptibly());
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }

        private static final class Stamp extends ChannelInboundHandlerAdapter {
            private long readAt;

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                readAt = System.nanoTime();
                ctx.fireChannelRead(msg);
            }
        }

        private static final class Reader extends ChannelInboundHandlerAdapter {
            private final Stamp stamp;
            private final Stamps stamps;

            Reader(Stamp stamp, Stamps stamps) {
                this.stamp = stamp;
                this.stamps = stamps;
            }

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                if (msg instanceof LastHttpContent) {
                    stamps.ended.countDown();
                } else if (msg instanceof HttpContent content) {
                    stamps.event(content.content().toString(StandardCharsets.US_ASCII), stamp.readAt);
                }
                ReferenceCountUtil.release(msg);
            }
        }
    }

    private static int serve(EventLoopGroup loops) {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel ch) {
                        ch.pipeline().addLast(new HttpServerCodec(), new Events());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @ChannelHandler.Sharable
    private static final class Events extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (msg instanceof LastHttpContent) {
                var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                HttpUtil.setTransferEncodingChunked(head, true);
                ctx.writeAndFlush(head).addListener(sent -> next(ctx, 0));
            }
            ReferenceCountUtil.release(msg);
        }

        private void next(ChannelHandlerContext ctx, int index) {
            long delay = ThreadLocalRandom.current().nextLong(GAP_MS * 2_000);
            ctx.executor()
                    .schedule(() -> write(ctx, index), delay, TimeUnit.MICROSECONDS)
                    .addListener(done -> {});
        }

        private void write(ChannelHandlerContext ctx, int index) {
            if (index == EVENTS) {
                ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(sent -> {});
                return;
            }
            ByteBuf event = Unpooled.buffer(64);
            ByteBufUtil.writeAscii(event, "data: " + index + " " + System.nanoTime() + "\n\n");
            ctx.writeAndFlush(new DefaultHttpContent(event)).addListener(sent -> next(ctx, index + 1));
        }
    }
}
