package dev.evenkeel.probe;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.ByteBuffer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * What probes reach the world through. The event loops are the probes' own: nothing but probes delays
 * their stamps.
 *
 * @param tls with the platform's trusted certificates
 * @param names a resolver for each event loop
 */
record Network(
        EventLoopGroup loops,
        Class<? extends SocketChannel> sockets,
        SslContext tls,
        Function<EventLoop, NameLookup> names) {
    private static final String THREADS = "evenkeel-probe";

    static Network of(ProberConfig config) {
        // Heeded where the JVM is told to (-XX:ThreadPriorityPolicy=1) and the system lets it.
        var threads = new DefaultThreadFactory(THREADS, true, Thread.MAX_PRIORITY);
        return config.nativeTransport() && Epoll.isAvailable()
                ? new Network(
                        new EpollEventLoopGroup(config.eventLoops(), threads),
                        EpollSocketChannel.class,
                        trustingThePlatform(),
                        loop -> dns(loop, EpollDatagramChannel.class, EpollSocketChannel.class))
                : new Network(
                        new NioEventLoopGroup(config.eventLoops(), threads),
                        NioSocketChannel.class,
                        trustingThePlatform(),
                        loop -> dns(loop, NioDatagramChannel.class, NioSocketChannel.class));
    }

    /** Makes a first flight of a TLS handshake for nobody: it loads most of what the first real one would wait for. */
    void greetTls() throws SSLException {
        SSLEngine engine = tls.newEngine(ByteBufAllocator.DEFAULT, "localhost", 443);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        engine.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }

    private static SslContext trustingThePlatform() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    /** Without a cache, so that the time of a lookup is the time of a lookup. */
    private static NameLookup dns(
            EventLoop loop, Class<? extends DatagramChannel> datagrams, Class<? extends SocketChannel> sockets) {
        DnsNameResolver resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(datagrams)
                .socketChannelType(sockets)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .build();
        return resolver::resolveAll;
    }
}
