package dev.evenkeel.launch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How to start as configured, before anything is started.
 *
 * @param defaults configuration for the application wherever the operator sets nothing else
 * @param dataFolder of the embedded stores; without meaning for external ones
 */
record StartPlan(StoreMode mode, Map<String, String> defaults, Path dataFolder) {
    static final String DATA_DIR = "evenkeel.data-dir";
    private static final String DEFAULT_DATA_DIR = ".evenkeel";

    StartPlan {
        defaults = Map.copyOf(defaults);
    }

    /**
     * @throws StartRefusedException if it can't be started so, or mustn't
     */
    static StartPlan of(Settings settings, boolean embeddedLibrariesPresent) {
        Set<Role> roles = Role.of(settings);
        StoreMode mode = StoreMode.of(settings, roles, embeddedLibrariesPresent);
        Map<String, String> defaults = new HashMap<>(
                switch (mode) {
                    case EMBEDDED -> EmbeddedDefaults.of(settings);
                    case EXTERNAL -> ExternalDefaults.of(settings);
                });
        defaults.putAll(Role.configuration(roles));
        defaults.putAll(VantageOfProber.configuration(settings));
        defaults.putAll(KafkaDefaults.of(settings));
        Settings effective = settings.orElse(defaults);
        AccessCheck.check(effective);
        return new StartPlan(mode, defaults, Path.of(settings.value(DATA_DIR).orElse(DEFAULT_DATA_DIR)));
    }

    Map<String, String> defaultsWith(Map<String, String> stores) {
        var all = new HashMap<>(defaults);
        all.putAll(stores);
        return all;
    }
}
