package dev.evenkeel.simulator;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Awaits what a simulator logs. */
final class AwaitedLog {
    private AwaitedLog() {}

    /** The log, once this many requests have ended: a client may see the end before the log does. */
    static List<ServedRequest> await(SimulatorServer server, int requests) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(server::served, served -> served.size() >= requests);
    }
}
