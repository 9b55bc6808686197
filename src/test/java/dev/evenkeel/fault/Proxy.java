package dev.evenkeel.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lies between clients and a server on loopback and hands on what either says, until it is told to delay it, to cut a connection
 * or to let one fall silent. All connections are served by one thread, on which all their state is changed.
 */
final class Proxy implements AutoCloseable {
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("proxy", true));
    private final int port;
    private final int server;
    private final Set<Link> links = new LinkedHashSet<>();
    private Channel listener;
    private long delayNs;

    private Proxy(int port, int server) {
        this.port = port;
        this.server = server;
        this.listener = listen();
    }

    /** Listens once this returns; the server need not. */
    static Proxy between(int port, int server) {
        return new Proxy(port, server);
    }

    int port() {
        return port;
    }

    /** Refuses connections, as a port does whose server is away. */
    void refuse() {
        listener.close().awaitUninterruptibly();
    }

    /** Takes connections again. */
    void accept() {
        listener = listen();
    }

    /** Holds back all that is said, in either direction, for so long; what has been held back goes before what comes later. */
    void delay(Duration eachWay) {
        onLoop(() -> delayNs = eachWay.toNanos());
    }

    /** Resets a connection. */
    void cutOne(Random random) {
        onLoop(() -> anyOf(links, random).forEach(Link::reset));
    }

    /** Lets a connection fall silent: neither side hears anything of the other any more, until it is reset after so long. */
    void silenceOne(Random random, Duration silence) {
        onLoop(() -> anyOf(links, random).forEach(link -> link.silence(silence)));
    }

    /** Is as if it were not there; connections that are silent are reset. */
    void calm() {
        delay(Duration.ZERO);
        onLoop(() -> List.copyOf(links).stream().filter(link -> link.silent).forEach(Link::reset));
    }

    private static List<Link> anyOf(Set<Link> links, Random random) {
        return links.isEmpty() ? List.of() : List.of(new ArrayList<>(links).get(random.nextInt(links.size())));
    }

    private void onLoop(Runnable change) {
        loop.submit(change).syncUninterruptibly();
    }

    private Channel listen() {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        connect(client);
                    }
                })
                .bind(new InetSocketAddress(NetUtil.LOCALHOST4, port));
        return bound.syncUninterruptibly().channel();
    }

    private void connect(SocketChannel client) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        // The other half of the link is laid once it is connected.
                    }
                })
                .connect(new InetSocketAddress(NetUtil.LOCALHOST4, server));
        connecting.addListener(connected -> {
            Link link = new Link(client, connecting.channel());
            if (connected.isSuccess()) {
                link.open();
            } else {
                link.reset();
            }
        });
    }

    @Override
    public void close() {
        refuse();
        onLoop(() -> List.copyOf(links).forEach(Link::reset));
        loop.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_TIMEOUT_MS);
    }

    /** A client's connection and the one to the server that belongs to it. */
    private final class Link {
        private final Channel client;
        private final Channel toServer;
        private boolean silent;

        Link(Channel client, Channel toServer) {
            this.client = client;
            this.toServer = toServer;
        }

        void open() {
            links.add(this);
            client.pipeline().addLast(new Relay(this, toServer));
            toServer.pipeline().addLast(new Relay(this, client));
            setReading(true);
        }

        void silence(Duration length) {
            silent = true;
            setReading(false);
            var unused = loop.schedule(this::reset, length.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Closes both without the farewell of TCP. */
        void reset() {
            for (Channel side : List.of(client, toServer)) {
                if (side.isOpen()) {
                    side.config().setOption(ChannelOption.SO_LINGER, 0);
                }
            }
            close();
        }

        void close() {
            links.remove(this);
            for (Channel side : List.of(client, toServer)) {
                var unused = side.close();
            }
        }

        private void setReading(boolean reading) {
            client.config().setAutoRead(reading);
            toServer.config().setAutoRead(reading);
        }
    }

    /** Hands on what one side of a link says. */
    private final class Relay extends ChannelInboundHandlerAdapter {
        private final Link link;
        private final Channel to;
        private long lastDueNs = System.nanoTime();
        private int heldBack;

        Relay(Link link, Channel to) {
            this.link = link;
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            inTurn(() -> {
                if (link.silent) {
                    ReferenceCountUtil.release(bytes);
                } else {
                    var unused = to.writeAndFlush(bytes);
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!link.silent) {
                inTurn(link::close);
            }
        }

        /** A side that does not read keeps the other one from being read. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (!link.silent) {
                to.config().setAutoRead(context.channel().isWritable());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            link.reset();
        }

        private void inTurn(Runnable said) {
            long now = System.nanoTime();
            lastDueNs = Math.max(lastDueNs, now + delayNs);
            if (lastDueNs <= now && heldBack == 0) {
                said.run();
                return;
            }
            heldBack++;
            var unused = loop.schedule(
                    () -> {
                        heldBack--;
                        said.run();
                    },
                    lastDueNs - now,
                    TimeUnit.NANOSECONDS);
        }
    }
}
