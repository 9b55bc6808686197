package dev.evenkeel.measurement;

import java.util.List;
import java.util.Locale;

/** On which connections a round probes each of its targets. */
public enum Connections {
    /** Once, on a kept-alive connection where there is one. */
    REUSE,
    /** Once, on a new connection. */
    FRESH,
    /** Once on each. */
    BOTH;

    /** The name used by the API. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The arms that a target is probed on in each round: one or two. */
    public List<ConnectionArm> arms() {
        return switch (this) {
            case REUSE -> List.of(ConnectionArm.REUSE);
            case FRESH -> List.of(ConnectionArm.FRESH);
            case BOTH -> List.of(ConnectionArm.REUSE, ConnectionArm.FRESH);
        };
    }
}
