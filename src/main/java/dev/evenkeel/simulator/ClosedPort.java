package dev.evenkeel.simulator;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port of 127.0.0.1 where nobody listens, for providers that can't be reached: it is held, so that
 * nobody else comes to listen there, and every connection is refused.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket holder = new Socket();

    private ClosedPort() {}

    /**
     * Holds it once this returns.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException where the port is taken
     */
    public static ClosedPort hold(int port) {
        ClosedPort closed = new ClosedPort();
        try {
            closed.holder.bind(new InetSocketAddress(NetUtil.LOCALHOST4, port));
            return closed;
        } catch (IOException e) {
            closed.close();
            throw new IllegalStateException("the simulator can't hold 127.0.0.1:" + port, e);
        }
    }

    public int port() {
        return holder.getLocalPort();
    }

    /** Where a client finds this provider unreachable. */
    public URI baseUrl(String provider) {
        return URI.create("http://127.0.0.1:" + port() + "/" + provider + "/v1");
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
