package dev.evenkeel.measurement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a probe may use a kept-alive connection or must open its own. */
public enum ConnectionArm {
    /** Uses a kept-alive connection where there is one. */
    REUSE,
    /** Always opens a new connection. */
    FRESH;

    /** The name used by the API. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ConnectionArm> ofKey(String key) {
        return Arrays.stream(values()).filter(arm -> arm.key().equals(key)).findFirst();
    }
}
