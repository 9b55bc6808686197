package dev.evenkeel.embedded;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Caps what the embedded servers log. They start before the application has configured its logging, when everything
 * down to the finest level would be kept for later; the application's own settings for these categories win afterwards.
 */
final class QuietLogs {
    /** Held, since the log manager itself keeps loggers by weak references only. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("io.zonky.test"),
            Logger.getLogger("org.postgresql"));

    /** Warns of what is normal for a single node. */
    private static final Logger CONTROLLER = Logger.getLogger("org.apache.kafka.controller.QuorumController");

    private QuietLogs() {}

    static void apply() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
        CONTROLLER.setLevel(Level.SEVERE);
    }
}
