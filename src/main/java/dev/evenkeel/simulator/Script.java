package dev.evenkeel.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request is meant to get.
 *
 * @param ending how it is to end
 * @param tokenOffsetsNs when each token is due, from the request's last byte; empty where none has a time; of a slow drip the first
 */
record Script(Ending ending, List<Long> tokenOffsetsNs) {
    Script {
        tokenOffsetsNs = List.copyOf(tokenOffsetsNs);
    }

    @Nullable
    Long ttftNs() {
        return tokenOffsetsNs.isEmpty() ? null : tokenOffsetsNs.get(0);
    }
}
