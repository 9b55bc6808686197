package dev.evenkeel.http;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.hibernate.exception.JDBCConnectionException;

/** Tells a store or a broker that is away from a failure of ours. */
final class StoreOutage {
    private static final List<Class<? extends Throwable>> SIGNS = List.of(
            SocketException.class,
            UnknownHostException.class,
            ClosedChannelException.class,
            TimeoutException.class,
            io.smallrye.mutiny.TimeoutException.class,
            org.apache.kafka.common.errors.RetriableException.class,
            JDBCConnectionException.class);

    /** Connection failures, too many connections, shut down or starting: of PostgreSQL's SQLState classes. */
    private static final List<String> SQL_STATES = List.of("08", "53", "57P");

    private StoreOutage() {}

    static boolean isIn(Throwable failure) {
        return Causes.of(failure).anyMatch(StoreOutage::isSign);
    }

    private static boolean isSign(Throwable e) {
        if (e instanceof PgException pg) {
            return pg.getSqlState() != null && SQL_STATES.stream().anyMatch(pg.getSqlState()::startsWith);
        }
        return SIGNS.stream().anyMatch(sign -> sign.isInstance(e)) || isClosedConnection(e);
    }

    /** Vert.x tells a lost connection, and a pool that had none to give in time, by their messages alone. */
    private static boolean isClosedConnection(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return e instanceof VertxException
                && (message.contains("onnection") || message.equals("Timeout") || message.contains("pool"));
    }
}
