package dev.evenkeel.probe;

import dev.evenkeel.measurement.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection: name, then the guard's word on every address, then TCP to those it permits, one
 * after the other until one answers, then TLS. The address that was checked is the address connected to.
 * Each part is timed on its own. Confined to its event loop.
 */
final class ConnectAttempt {
    /** Told one thing, once, unless the attempt was cancelled before. */
    interface Listener {
        void connected(Connection connection);

        /** The guard permits none of the addresses. */
        void refused(String reason);

        void notConnected(Outcome outcome, String error);
    }

    private final Connector connector;
    private final Origin origin;
    private final Function<InetAddress, Optional<String>> guard;
    private final ProbeStamps stamps;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private long phaseBegan;
    private boolean cancelled;
    private @Nullable Channel channel;

    ConnectAttempt(
            Connector connector,
            Origin origin,
            Function<InetAddress, Optional<String>> guard,
            ProbeStamps stamps,
            Listener listener) {
        this.connector = connector;
        this.origin = origin;
        this.guard = guard;
        this.stamps = stamps;
        this.listener = listener;
        this.nanoTime = connector.nanoTime();
    }

    void start() {
        phaseBegan = nanoTime.getAsLong();
        connector.lookUp(origin.host()).addListener((Future<List<InetAddress>> lookup) -> resolved(lookup));
    }

    /** Gives up; the listener hears nothing more. */
    void cancel() {
        cancelled = true;
        if (channel != null) {
            channel.close().addListener(closed -> {});
        }
    }

    private void resolved(Future<List<InetAddress>> lookup) {
        if (cancelled) {
            return;
        }
        if (!lookup.isSuccess()) {
            listener.notConnected(Outcome.CONNECT_ERROR, "host name could not be resolved");
            return;
        }
        stamps.resolved(sincePhaseBegan());
        List<InetAddress> permitted = new ArrayList<>();
        String refusal = "host name has no address";
        for (InetAddress address : lookup.getNow()) {
            Optional<String> reason = guard.apply(address);
            refusal = reason.orElse(refusal);
            if (reason.isEmpty()) {
                permitted.add(address);
            }
        }
        if (permitted.isEmpty()) {
            listener.refused(refusal);
        } else {
            connect(permitted, 0);
        }
    }

    private void connect(List<InetAddress> addresses, int index) {
        InetAddress address = addresses.get(index);
        ChannelFuture connecting = connector.open(origin, new InetSocketAddress(address, origin.port()));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (cancelled) {
                return;
            }
            if (done.isSuccess()) {
                tcpConnected(connecting.channel());
            } else if (index + 1 < addresses.size()) {
                connect(addresses, index + 1);
            } else {
                listener.notConnected(Outcome.CONNECT_ERROR, "TCP connection could not be made");
            }
        });
    }

    private void tcpConnected(Channel connected) {
        stamps.tcpConnected(sincePhaseBegan());
        Future<Channel> handshake = Connector.handshakeOf(connected);
        if (handshake == null) {
            stamps.tlsReady(0);
            ready(connected);
        } else {
            handshake.addListener((Future<Channel> done) -> handshakeEnded(done, connected));
        }
    }

    private void handshakeEnded(Future<Channel> handshake, Channel connected) {
        if (cancelled) {
            return;
        }
        if (handshake.isSuccess()) {
            stamps.tlsReady(sincePhaseBegan());
            ready(connected);
        } else {
            connected.close().addListener(closed -> {});
            listener.notConnected(Outcome.TLS_ERROR, tlsError(handshake.cause()));
        }
    }

    private static String tlsError(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "certificate is not trusted or does not carry the host's name";
            }
        }
        return "TLS handshake failed";
    }

    private void ready(Channel connected) {
        stamps.connected(nanoTime.getAsLong());
        listener.connected(connected.pipeline().get(Connection.class));
    }

    private long sincePhaseBegan() {
        long now = nanoTime.getAsLong();
        long took = now - phaseBegan;
        phaseBegan = now;
        return took;
    }
}
