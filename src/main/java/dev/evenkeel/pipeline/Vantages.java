package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Vantage;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The vantages that there are, {@code evenkeel.vantages}, and the one that this process is at, {@code evenkeel.vantage}. */
@Singleton
public class Vantages {
    private final Set<String> names;
    private final String here;

    Vantages(
            @ConfigProperty(name = "evenkeel.vantages", defaultValue = Vantage.DEFAULT) Set<String> names,
            @ConfigProperty(name = "evenkeel.vantage", defaultValue = Vantage.DEFAULT) String here) {
        this.names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
        this.here = here;
    }

    /** Those whose rounds are published, and whose topics this process creates. */
    public Set<String> names() {
        return names;
    }

    /** Whose rounds this process probes, where it is a prober. */
    String here() {
        return here;
    }
}
