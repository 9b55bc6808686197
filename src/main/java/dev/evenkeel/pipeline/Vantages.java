package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Vantage;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The vantages that there are, {@code evenkeel.vantages}, and the one that this process is at, {@code evenkeel.vantage}. */
@Singleton
public class Vantages {
    /** The setting that names them all, with commas between. */
    public static final String NAMES = "evenkeel.vantages";

    /** The setting that names the one of this process. */
    public static final String HERE = "evenkeel.vantage";

    private final Set<String> names;
    private final String here;

    Vantages(
            @ConfigProperty(name = NAMES, defaultValue = Vantage.DEFAULT) Set<String> names,
            @ConfigProperty(name = HERE, defaultValue = Vantage.DEFAULT) String here) {
        this.names = Collections.unmodifiableSet(
                names.stream().map(String::strip).collect(Collectors.toCollection(() -> new LinkedHashSet<>())));
        this.here = here;
    }

    /** How the rounds of a vantage are read: from a topic of its own, by a group of its own. */
    public static Map<String, String> channelAt(String vantage) {
        return vantage.equals(Vantage.DEFAULT)
                ? Map.of()
                : Map.of(
                        "mp.messaging.incoming.rounds-in.topic",
                        Topics.probeRequests(vantage),
                        "mp.messaging.incoming.rounds-in.group.id",
                        "evenkeel-prober." + vantage);
    }

    /** Those whose rounds are published, and whose topics this process creates. */
    public Set<String> names() {
        return names;
    }

    /** Those, and the one that this process is at: a prober reads its own, whatever the others were told. */
    Set<String> known() {
        Set<String> all = new LinkedHashSet<>(names);
        all.add(here);
        return all;
    }

    /** Whose rounds this process probes, where it is a prober. */
    String here() {
        return here;
    }
}
