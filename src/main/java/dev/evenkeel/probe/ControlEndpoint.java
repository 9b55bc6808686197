package dev.evenkeel.probe;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A provider inside the prober, on an event loop and a loopback port of its own, that knows when it really answered. It
 * streams the same few tokens to whoever asks, the first one after the latency that its call was announced with.
 * Thread-safe.
 */
final class ControlEndpoint implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 64 * 1024;

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("evenkeel-control", true));
    private final Map<String, ControlCall> announced = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final InetSocketAddress address;

    private ControlEndpoint() throws InterruptedException {
        Channel listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                .addLast(new ControlAnswer(ControlEndpoint.this));
                    }
                })
                .bind(NetUtil.LOCALHOST4, 0)
                .sync()
                .channel();
        this.address = (InetSocketAddress) listener.localAddress();
    }

    static ControlEndpoint listen() throws InterruptedException {
        return new ControlEndpoint();
    }

    /** A call that is to be answered after {@code latency}; to be taken back once it has ended. */
    ControlCall announce(Duration latency) {
        var call = new ControlCall(Long.toString(lastId.incrementAndGet()), latency.toNanos());
        announced.put(call.id(), call);
        return call;
    }

    void takeBack(ControlCall call) {
        announced.remove(call.id());
    }

    /** Absent for whoever asks unannounced. */
    @Nullable
    ControlCall announced(String id) {
        return announced.get(id);
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + address.getPort() + "/");
    }

    /** Where a call is to be sent. */
    URI baseUrl(ControlCall call) {
        return baseUrl().resolve(call.id());
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
