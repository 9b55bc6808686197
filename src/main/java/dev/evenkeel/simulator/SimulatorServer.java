package dev.evenkeel.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Simulated providers on a port of 127.0.0.1, each at {@code /{provider}/v1/chat/completions}, and what
 * they did at {@code GET /log} (NDJSON; {@code ?provider=} for one of them). One event loop serves all
 * connections. Requests above a mebibyte are answered with 413. Thread-safe.
 */
public final class SimulatorServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SimulatorServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_REQUEST_BYTES = 1 << 20;
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final NioEventLoopGroup loop;
    private final Pacer pacer = new Pacer();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final RequestLog log;
    private final Channel listener;

    SimulatorServer(SimulatorSettings settings, Clock clock) {
        log = new RequestLog(settings.logCapacity());
        loop = new NioEventLoopGroup(1, new DefaultThreadFactory("simulator", true));
        Directory directory = new Directory(settings);
        AtomicLong numbers = new AtomicLong();
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                .addLast(new ProviderHandler(directory, pacer, log, numbers, clock));
                    }
                })
                .bind(new InetSocketAddress(NetUtil.LOCALHOST4, settings.port()))
                .awaitUninterruptibly();
        listener = bound.channel();
        if (!bound.isSuccess()) {
            close();
            throw new IllegalStateException(
                    "the simulator can't listen on " + LOOPBACK + ":" + settings.port(), bound.cause());
        }
    }

    /**
     * Listens once this returns.
     *
     * @throws IllegalStateException where the port is taken
     */
    public static SimulatorServer start(SimulatorSettings settings, Clock clock) {
        SimulatorServer server = new SimulatorServer(settings, clock);
        LOG.infof(
                "simulator listens port=%d timeScale=%s providers=%d",
                server.port(), settings.timeScale(), settings.providers().size());
        return server;
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Where a client finds this provider: the part before {@code /chat/completions}. */
    public URI baseUrl(String provider) {
        return URI.create("http://" + LOOPBACK + ":" + port() + "/" + provider + "/v1");
    }

    /**
     * The requests that have ended, oldest first, as many as the log holds. Requests that never got as
     * far as a known model of a known provider aren't among them.
     */
    public List<ServedRequest> served() {
        return log.entries();
    }

    /** Closes all connections, whatever they wait for, and ends the server's threads. */
    @Override
    public void close() {
        pacer.close();
        listener.close().awaitUninterruptibly(STOP_TIMEOUT_MS);
        connections.close().awaitUninterruptibly(STOP_TIMEOUT_MS);
        loop.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_TIMEOUT_MS);
    }
}
