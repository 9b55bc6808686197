package dev.evenkeel.simulator;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * One provider as the simulator plays it.
 *
 * @param name its path, as in {@code /{name}/v1/chat/completions}
 * @param models the models that it serves, by the name that requests give
 * @param faults what goes wrong, for each model apart
 */
public record SimulatedProvider(String name, Map<String, LatencyProfile> models, FaultShares faults) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

    public SimulatedProvider {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must match " + NAME + ": " + name);
        }
        models = Map.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("models must not be empty");
        }
    }

    /** The same models under another name, with these faults. */
    public SimulatedProvider as(String otherName, FaultShares otherFaults) {
        return new SimulatedProvider(otherName, models, otherFaults);
    }
}
