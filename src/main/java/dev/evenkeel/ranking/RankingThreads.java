package dev.evenkeel.ranking;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads that compute rankings, so that computing never holds up an event loop or all workers. */
@Singleton
final class RankingThreads implements Executor {
    private final ThreadPoolExecutor threads;

    @Inject
    RankingThreads(RankingConfig config) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                config.threads(),
                config.threads(),
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queue()),
                work -> {
                    Thread thread = new Thread(work, "ranking-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when too many rankings wait already */
    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
