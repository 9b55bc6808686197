package dev.evenkeel.measurement;

import org.jspecify.annotations.Nullable;

/** What an answer must keep to count as good, in milliseconds; each part is absent where it is not asked for. */
public record Slo(@Nullable Double ttftMs, @Nullable Double itlMs) {
    /** Asks for nothing. */
    public static final Slo NONE = new Slo(null, null);

    private static final double NS_PER_MS = 1e6;

    /** Whether nothing is asked for. */
    public boolean asksForNothing() {
        return ttftMs == null && itlMs == null;
    }

    /** Whether a success kept each part; what it does not tell it has not kept. */
    public boolean isMetBy(@Nullable Long ttftNs, @Nullable Double itlNs) {
        return within(ttftMs, ttftNs) && within(itlMs, itlNs);
    }

    private static boolean within(@Nullable Double limitMs, @Nullable Number valueNs) {
        return limitMs == null || (valueNs != null && valueNs.doubleValue() <= limitMs * NS_PER_MS);
    }
}
