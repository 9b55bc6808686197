package dev.evenkeel.probe;

import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.TimeoutPhase;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one attempt, from its creation until {@link #stop}. Tells which ran out, once.
 * Confined to its event loop, where reads come before timers: a token that arrived in time is seen first.
 */
final class PhaseTimers {
    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final Consumer<TimeoutPhase> expired;
    private final long stallNs;
    private final ScheduledFuture<?> total;
    private final ScheduledFuture<?> firstToken;
    private @Nullable ScheduledFuture<?> connect;
    private @Nullable ScheduledFuture<?> stall;
    private long lastReadAt;
    private boolean stopped;

    PhaseTimers(EventLoop loop, ProbeTimeouts limits, LongSupplier nanoTime, Consumer<TimeoutPhase> expired) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.expired = expired;
        this.stallNs = limits.stall().toNanos();
        this.total = after(limits.total(), TimeoutPhase.TOTAL);
        this.firstToken = after(limits.firstToken(), TimeoutPhase.FIRST_TOKEN);
    }

    void connecting(Duration limit) {
        connect = after(limit, TimeoutPhase.CONNECT);
    }

    void connected() {
        cancel(connect);
    }

    /** From here on the gaps between reads are limited. */
    void firstToken() {
        firstToken.cancel(false);
        watchForStall(stallNs);
    }

    void read(long at) {
        lastReadAt = at;
    }

    void stop() {
        stopped = true;
        total.cancel(false);
        firstToken.cancel(false);
        cancel(connect);
        cancel(stall);
    }

    /** One timer that follows the reads, instead of one set anew for each. */
    private void watchForStall(long delayNs) {
        stall = loop.schedule(this::lookForStall, delayNs, TimeUnit.NANOSECONDS);
    }

    private void lookForStall() {
        long quietNs = nanoTime.getAsLong() - lastReadAt;
        if (quietNs >= stallNs) {
            expire(TimeoutPhase.STALL);
        } else {
            watchForStall(stallNs - quietNs);
        }
    }

    private ScheduledFuture<?> after(Duration limit, TimeoutPhase phase) {
        return loop.schedule(() -> expire(phase), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void expire(TimeoutPhase phase) {
        if (!stopped) {
            stop();
            expired.accept(phase);
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
