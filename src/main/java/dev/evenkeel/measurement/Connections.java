package dev.evenkeel.measurement;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** On which connections a round probes each of its targets. */
public enum Connections {
    /** Once, on a kept-alive connection where there is one. */
    REUSE("reuse"),
    /** Once, on a new connection. */
    FRESH("fresh"),
    /** Once on each. */
    BOTH("both");

    private final String key;

    Connections(String key) {
        this.key = key;
    }

    /** The name used by the API. */
    public String key() {
        return key;
    }

    /** The arms that a target is probed on in each round: one or two. */
    public List<ConnectionArm> arms() {
        return switch (this) {
            case REUSE -> List.of(ConnectionArm.REUSE);
            case FRESH -> List.of(ConnectionArm.FRESH);
            case BOTH -> List.of(ConnectionArm.REUSE, ConnectionArm.FRESH);
        };
    }

    public static Optional<Connections> ofKey(String key) {
        return Arrays.stream(values()).filter(c -> c.key.equals(key)).findFirst();
    }
}
