package dev.evenkeel.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who serves what. */
final class Directory {
    private final Map<String, Map<String, ServedModel>> providers = new HashMap<>();

    Directory(SimulatorSettings settings) {
        for (SimulatedProvider provider : settings.providers()) {
            Map<String, ServedModel> models = new HashMap<>();
            provider.models()
                    .forEach(
                            (model, profile) -> models.put(model, new ServedModel(provider, model, profile, settings)));
            providers.put(provider.name(), models);
        }
    }

    /** The models of a provider by name; absent for an unknown provider. */
    @Nullable
    Map<String, ServedModel> models(String provider) {
        return providers.get(provider);
    }
}
