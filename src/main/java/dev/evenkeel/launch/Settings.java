package dev.evenkeel.launch;

import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What is configured, as far as it is known before the application starts. */
@FunctionalInterface
interface Settings {
    /** Absent where the key isn't set or is blank. */
    Optional<String> value(String key);

    static Settings from(Config config) {
        return key ->
                config.getOptionalValue(key, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** These, and the defaults where a key isn't set. */
    default Settings orElse(Map<String, String> defaults) {
        return key -> value(key).or(() -> Optional.ofNullable(defaults.get(key)));
    }

    default boolean isSet(String key) {
        return value(key).isPresent();
    }
}
