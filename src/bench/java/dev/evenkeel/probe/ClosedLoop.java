package dev.evenkeel.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What loads in this process share: one thread that prepares requests and gathers readings, so that a
 * client's own threads do nothing but its work.
 */
abstract class ClosedLoop implements Load {
    private final int streams;
    private final long spreadNs;
    private final ScheduledExecutorService driver = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "benchmark-driver");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Reading> readings = new ArrayList<>();
    private long failures;
    private boolean stopped;

    ClosedLoop(int streams, long spreadNs) {
        this.streams = streams;
        this.spreadNs = spreadNs;
    }

    /** Begins one stream and has {@link #ended} told of its end. On the driver's thread. */
    abstract void begin() throws Exception;

    /** For any thread; what is given makes the reading, or null for a failure, on the driver's thread. */
    final void ended(Supplier<@Nullable Reading> stream) {
        driver.execute(() -> take(stream.get()));
    }

    private void take(@Nullable Reading reading) {
        if (stopped) {
            return;
        }
        if (reading == null) {
            failures++;
        } else {
            readings.add(reading);
        }
        next();
    }

    private void next() {
        try {
            begin();
        } catch (Exception e) {
            failures++;
            e.printStackTrace();
        }
    }

    @Override
    public final void start() {
        for (int i = 0; i < streams; i++) {
            var unused = driver.schedule(this::next, spreadNs * i / streams, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public final long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public final List<Reading> stop() throws Exception {
        return driver.submit(() -> {
                    stopped = true;
                    return List.copyOf(readings);
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Override
    public final long failures() {
        return failures;
    }

    @Override
    public void close() {
        driver.shutdownNow();
    }
}
