package dev.evenkeel.probe;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Connections that wait for their next request. Confined to one event loop. */
final class IdleConnections {
    private record Idle(Connection connection, ScheduledFuture<?> expiry) {}

    private final Map<Origin, Deque<Idle>> idle = new HashMap<>();
    private final Duration keepAlive;

    IdleConnections(Duration keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** Keeps a connection until it is taken, closed by its server or unused for too long. */
    void put(Connection connection) {
        if (connection.open()) {
            var expiry = connection.loop().schedule(connection::close, keepAlive.toMillis(), TimeUnit.MILLISECONDS);
            idle.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>())
                    .addLast(new Idle(connection, expiry));
        }
    }

    /** The connection used last, which is the likeliest to be alive; those whose address is not permitted any more are closed. */
    @Nullable
    Connection take(Origin origin, Predicate<InetAddress> permitted) {
        Deque<Idle> candidates = idle.getOrDefault(origin, new ArrayDeque<>());
        Connection taken = null;
        while (taken == null && !candidates.isEmpty()) {
            taken = usable(candidates.removeLast(), permitted);
        }
        forgetIfEmpty(origin, candidates);
        return taken;
    }

    private static @Nullable Connection usable(Idle candidate, Predicate<InetAddress> permitted) {
        candidate.expiry().cancel(false);
        Connection connection = candidate.connection();
        if (connection.open() && permitted.test(connection.address())) {
            return connection;
        }
        connection.close();
        return null;
    }

    /** Forgets a connection that closed. */
    void remove(Connection connection) {
        Deque<Idle> waiting = idle.get(connection.origin());
        if (waiting == null) {
            return;
        }
        for (Iterator<Idle> each = waiting.iterator(); each.hasNext(); ) {
            Idle candidate = each.next();
            if (candidate.connection() == connection) {
                candidate.expiry().cancel(false);
                each.remove();
            }
        }
        forgetIfEmpty(connection.origin(), waiting);
    }

    private void forgetIfEmpty(Origin origin, Deque<Idle> waiting) {
        if (waiting.isEmpty()) {
            idle.remove(origin);
        }
    }
}
