package dev.evenkeel.ranking;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * The few threads that compute rankings, so that computing never holds up an event loop or all workers. A ranking that
 * computes targets side by side does so on these threads and no others.
 */
@Singleton
final class RankingThreads implements Executor {
    private final ForkJoinPool threads;
    private final Semaphore admitted;

    @Inject
    RankingThreads(RankingConfig config) {
        threads = new ForkJoinPool(config.threads(), RankingThreads::named, null, true);
        admitted = new Semaphore(config.threads() + config.queue());
    }

    private static ForkJoinWorkerThread named(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        // The pool's own is the JVM's, which knows nothing of the application.
        thread.setContextClassLoader(RankingThreads.class.getClassLoader());
        thread.setName("ranking-" + (thread.getPoolIndex() + 1));
        return thread;
    }

    /** @throws RejectedExecutionException when too many rankings wait already */
    @Override
    public void execute(Runnable work) {
        if (!admitted.tryAcquire()) {
            throw new RejectedExecutionException();
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    admitted.release();
                }
            });
        } catch (RejectedExecutionException stopped) {
            admitted.release();
            throw stopped;
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
