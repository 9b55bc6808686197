package dev.evenkeel.probe;

import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.TimeoutPhase;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and what belongs to it: its hiccup meter, the connections it keeps, its providers' permits and their
 * cool-downs. An origin always has the same lane, so nothing here is shared between threads; all but
 * {@link #execute} is for the lane's own loop.
 */
final class Lane {
    private final EventLoop loop;
    private final Connector connector;
    private final EgressGuard guard;
    private final Clock clock;
    private final ProberConfig config;
    private final ErrorBound errorBound;
    private final HiccupMeter hiccups;
    private final IdleConnections idle;
    private final Permits permits;
    private final CoolDowns coolDowns;

    Lane(Connector connector, HiccupMeter hiccups, EgressGuard guard, Clock clock, ProberConfig config) {
        this.loop = connector.loop();
        this.connector = connector;
        this.hiccups = hiccups;
        this.guard = guard;
        this.clock = clock;
        this.config = config;
        this.errorBound = new ErrorBound(config.leastErrorBound());
        this.idle = new IdleConnections(config.keepAlive());
        this.permits = new Permits(loop, connector.nanoTime());
        this.coolDowns = new CoolDowns(config.maxCoolDown(), clock, connector.nanoTime());
    }

    /** Another lane of the same event loop, whose probes another guard watches over. */
    Lane guardedBy(EgressGuard other) {
        return new Lane(connector, hiccups, other, clock, config);
    }

    ErrorBound errorBound() {
        return errorBound;
    }

    /** Watches over the stamps of one attempt. */
    StallWatch watch() {
        return hiccups.watch();
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    Instant now() {
        return clock.instant();
    }

    long nanoTime() {
        return connector.nanoTime().getAsLong();
    }

    PhaseTimers timers(ProbeTimeouts limits, Consumer<TimeoutPhase> expired) {
        return new PhaseTimers(loop, limits, connector.nanoTime(), expired);
    }

    /** Absent where the head names a content encoding that can't be undone. */
    Optional<ResponseBody> body(HttpResponse head) {
        long maxEventBytes = config.maxEventBytes().asLongValue();
        return ResponseBody.of(
                head, config.maxResponseBytes().asLongValue(), (int) Math.min(maxEventBytes, Integer.MAX_VALUE / 4));
    }

    Permits permits() {
        return permits;
    }

    CoolDowns coolDowns() {
        return coolDowns;
    }

    /** A kept connection whose address may still be probed. */
    @Nullable
    Connection idleConnection(Origin origin, URI baseUrl) {
        return idle.take(origin, address -> guard(baseUrl, address).isEmpty());
    }

    ConnectAttempt attempt(Origin origin, URI baseUrl, ProbeStamps stamps, ConnectAttempt.Listener listener) {
        return new ConnectAttempt(connector, origin, address -> guard(baseUrl, address), stamps, listener);
    }

    private Optional<String> guard(URI baseUrl, InetAddress address) {
        return guard.refusalOf(baseUrl, address);
    }

    /** Has a new connection forgotten once it closes. */
    void adopt(Connection connection) {
        connection.onClose(() -> idle.remove(connection));
    }

    /** Keeps a connection whose response is complete. */
    void keep(Connection connection) {
        idle.put(connection);
    }

    /** Keeps a connection once the rest of its response has come, if that is soon and little. */
    void drain(Connection connection) {
        Drain.follow(connection, idle, config);
    }
}
