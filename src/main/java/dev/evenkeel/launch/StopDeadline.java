package dev.evenkeel.launch;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Ends a process that has been told to stop and does not get there: Kafka's clients wait for a broker that is away. What is
 * not done by then is left as by a process that was killed, of which nothing is lost.
 */
final class StopDeadline {
    private static final String GRACE_KEY = "evenkeel.prober.shutdown-grace";
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    /** For all that has to be done beside probes under way. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final int CUT_SHORT = 1;

    private StopDeadline() {}

    /** To be called once, before anything is started that has to be stopped. */
    static void set(Config config) {
        Duration deadline = of(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> watch(deadline), "stop-deadline"));
    }

    /** From the signal on. */
    static Duration of(Config config) {
        return config.getOptionalValue(GRACE_KEY, Duration.class)
                .orElse(DEFAULT_GRACE)
                .plus(REST);
    }

    /** The virtual machine waits for its hooks, and not for the thread that one of them has started. */
    private static void watch(Duration deadline) {
        var watch = new Thread(() -> haltAfter(deadline), "stop-deadline-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltAfter(Duration deadline) {
        try {
            Thread.sleep(deadline.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println("evenkeel has not stopped within " + deadline + " and is ended as it is");
        Runtime.getRuntime().halt(CUT_SHORT);
    }
}
