package dev.evenkeel.launch;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands to the application what {@link Main} found out before it. Stronger than what is packaged, weaker than whatever
 * an operator can set: the configuration file beside the application, {@code .env}, environment, system properties.
 */
public final class LaunchConfigSource implements ConfigSource {
    /** Between the packaged {@code application.properties} (250) and the one in {@code config/} (260). */
    private static final int ORDINAL = 255;

    private static volatile Map<String, String> values = Map.of();

    static void provide(Map<String, String> defaults) {
        values = Map.copyOf(defaults);
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String propertyName) {
        return values.get(propertyName);
    }

    @Override
    public String getName() {
        return "evenkeel launch";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
