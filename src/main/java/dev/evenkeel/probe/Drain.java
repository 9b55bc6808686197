package dev.evenkeel.probe;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads what is left of a response whose sample is decided, so that its connection can be kept; closes
 * the connection where that takes too long or brings too much.
 */
final class Drain implements ResponseListener {
    private final Connection connection;
    private final IdleConnections idle;
    private final ScheduledFuture<?> deadline;
    private long bytesLeft;

    private Drain(Connection connection, IdleConnections idle, ProberConfig config) {
        this.connection = connection;
        this.idle = idle;
        this.bytesLeft = config.drainBytes().asLongValue();
        this.deadline = connection
                .loop()
                .schedule(connection::close, config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    static void follow(Connection connection, IdleConnections idle, ProberConfig config) {
        connection.handOver(new Drain(connection, idle, config));
    }

    @Override
    public void sent(long at) {}

    @Override
    public void head(HttpResponse head, long at) {}

    @Override
    public void body(ByteBuf bytes, long at, long read) {
        bytesLeft -= bytes.readableBytes();
        if (bytesLeft < 0) {
            deadline.cancel(false);
            connection.close();
        }
    }

    @Override
    public void end(boolean reusable, long at) {
        deadline.cancel(false);
        if (reusable) {
            idle.put(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void failed(Throwable cause, boolean untouched) {
        deadline.cancel(false);
    }
}
