package dev.evenkeel.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a simulator serves, and how.
 *
 * @param port where it listens on 127.0.0.1; 0 for any free one
 * @param seed of all decks: the same seed and the same requests give the same answers
 * @param timeScale by which all times are multiplied: 0.1 is ten times as fast as the profiles say
 * @param logCapacity how many ended requests its log remembers
 * @param providers by unique name
 */
public record SimulatorSettings(
        int port, long seed, double timeScale, int logCapacity, List<SimulatedProvider> providers) {
    public SimulatorSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be in 0 to 65535: " + port);
        }
        if (!(timeScale > 0 && timeScale <= 100)) {
            throw new IllegalArgumentException("timeScale must be above 0 and 100 at most: " + timeScale);
        }
        if (logCapacity < 1) {
            throw new IllegalArgumentException("logCapacity must be 1 or more: " + logCapacity);
        }
        providers = List.copyOf(providers);
        Set<String> names = new HashSet<>();
        for (SimulatedProvider provider : providers) {
            if (!names.add(provider.name())) {
                throw new IllegalArgumentException("providers must have unique names: " + provider.name());
            }
        }
    }

    /** These providers on any free port, with seed 1 and room for 10,000 requests in the log. */
    public static SimulatorSettings onFreePort(double timeScale, List<SimulatedProvider> providers) {
        return new SimulatorSettings(0, 1, timeScale, 10_000, providers);
    }
}
