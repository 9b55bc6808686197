package dev.evenkeel.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Opens sockets on one event loop and lays their pipelines. */
final class Connector {
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final Network network;
    private final EventLoop loop;
    private final NameLookup names;
    private final Bootstrap bootstrap;
    private final long maxResponseBytes;
    private final LongSupplier nanoTime;

    Connector(Network network, EventLoop loop, long maxResponseBytes, LongSupplier nanoTime) {
        this.network = network;
        this.loop = loop;
        this.names = network.names().apply(loop);
        this.maxResponseBytes = maxResponseBytes;
        this.nanoTime = nanoTime;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(network.sockets())
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // The probe's own connect limit cancels the attempt; a second limit could only hide it.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    }

    EventLoop loop() {
        return loop;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Future<List<InetAddress>> lookUp(String host) {
        return names.lookUp(host);
    }

    /** Connects to exactly that address; the channel's pipeline ends in a {@link Connection}. */
    ChannelFuture open(Origin origin, InetSocketAddress address) {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        lay(channel, origin, address.getAddress());
                    }
                })
                .connect(address);
    }

    private void lay(Channel channel, Origin origin, InetAddress address) {
        var connection = new Connection(channel, origin, address, maxResponseBytes, nanoTime);
        channel.pipeline().addLast(connection.reads());
        if (origin.tls()) {
            channel.pipeline().addLast(tls(channel, origin));
        }
        channel.pipeline()
                .addLast(
                        connection.bytes(),
                        new HttpClientCodec(MAX_LINE_BYTES, MAX_HEAD_BYTES, MAX_CHUNK_BYTES),
                        connection);
    }

    private SslHandler tls(Channel channel, Origin origin) {
        SslHandler handler = network.tls().newHandler(channel.alloc(), origin.host(), origin.port());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** The TLS handshake under way; absent on a plain connection. */
    static @Nullable Future<Channel> handshakeOf(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null ? null : handler.handshakeFuture();
    }
}
