package dev.evenkeel.simulator;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on an event loop at a {@link System#nanoTime()}, never before it. A thread of its own waits
 * for the time, as an event loop's own timers wait in whole milliseconds.
 */
final class Pacer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Pacer() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "simulator-pacer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    Future<?> at(long nanoTime, EventLoop loop, Runnable task) {
        return timer.schedule(() -> loop.execute(task), nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Forgets what is still to come. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
