package dev.evenkeel.launch;

import java.util.Map;
import java.util.Optional;

/** Settings as a test says them. */
final class SettingsMap {
    private SettingsMap() {}

    static Settings of() {
        return key -> Optional.empty();
    }

    static Settings of(String key, String value) {
        return of(Map.of(key, value));
    }

    static Settings of(String key, String value, String otherKey, String otherValue) {
        return of(Map.of(key, value, otherKey, otherValue));
    }

    static Settings of(Map<String, String> values) {
        return key -> Optional.ofNullable(values.get(key));
    }
}
