package dev.evenkeel.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells how late the very event loop that stamps probes was around a stamp. It ticks every millisecond while a probe is
 * under way and knows of each tick when it was due and when it fired. Socket reads run before timers, so the late tick
 * fires after the late read: a tick bears on every stamp from {@link #MARGIN_NS} before it was due to as long after it
 * fired. What came in while the process stood still is read after that tick, in one go before the next one fires: so a
 * tick bears on all stamps until then, too. A stamp is judged once a tick has fired that was due {@link #MARGIN_NS}
 * after it. Confined to its event loop.
 */
final class HiccupMeter {
    private static final Logger LOG = Logger.getLogger(HiccupMeter.class);

    static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Ticks are a millisecond apart or more, and a stamp waits for two or three of them. */
    private static final int KEPT = 64;

    /** A stamp that waits for the ticks around it. */
    private record Pending(long stamp, LongConsumer judged) {}

    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final long[] due = new long[KEPT];
    private final long[] fired = new long[KEPT];
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int ticks;
    private int watches;
    private @Nullable Future<?> nextTick;

    HiccupMeter(EventLoop loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /** Begins to watch over one probe's stamps, until the watch is closed and settled. */
    StallWatch watch() {
        watches++;
        if (nextTick == null) {
            schedule(nanoTime.getAsLong() + TICK_NS);
        }
        return new StallWatch(this);
    }

    /** A watch has nothing more to ask. */
    void release() {
        watches--;
    }

    /** Tells the largest lateness around a stamp, in nanoseconds, once no later tick can bear on it. */
    void judge(long stamp, LongConsumer judged) {
        pending.addLast(new Pending(stamp, judged));
    }

    private void schedule(long nextDue) {
        nextTick = loop.schedule(() -> tick(nextDue), nextDue - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
    }

    private void tick(long wasDue) {
        long now = nanoTime.getAsLong();
        record(wasDue, now);
        if (watches > 0) {
            // Counted from the firing: after a stall it goes on ticking, and makes up for nothing. Before anything is
            // told: whatever those who hear of it do, the meter ticks.
            schedule(Math.max(now, wasDue) + TICK_NS);
        } else {
            nextTick = null;
        }
        settle(wasDue);
    }

    /** Visible for tests, which have no late loop at hand. */
    void record(long wasDue, long at) {
        due[ticks % KEPT] = wasDue;
        fired[ticks % KEPT] = at;
        ticks++;
    }

    /** Judges the stamps that no later tick can bear on. */
    void settle(long wasDue) {
        while (!pending.isEmpty() && pending.getFirst().stamp() + MARGIN_NS < wasDue) {
            Pending next = pending.removeFirst();
            tell(next);
        }
    }

    /** One that fails to take it must not keep it from the others. */
    private void tell(Pending next) {
        try {
            next.judged().accept(latenessAround(next.stamp()));
        } catch (RuntimeException e) {
            LOG.error("a probe's end could not be told", e);
        }
    }

    /** The largest lateness of the ticks that bear on a stamp, in nanoseconds; 0 where none was late. */
    private long latenessAround(long stamp) {
        long largest = 0;
        for (int tick = Math.max(0, ticks - KEPT); tick < ticks; tick++) {
            int i = tick % KEPT;
            long caughtUp = tick + 1 < ticks ? fired[(tick + 1) % KEPT] : fired[i];
            if (due[i] - MARGIN_NS <= stamp && stamp <= Math.max(caughtUp, fired[i] + MARGIN_NS)) {
                largest = Math.max(largest, fired[i] - due[i]);
            }
        }
        return largest;
    }
}
