package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/** The token counts that a provider reported, none of them negative; absent where it said nothing. */
record Usage(
        @Nullable Integer input,
        @Nullable Integer output,
        @Nullable Integer reasoning,
        @Nullable Integer cached) {
    /** These counts and, where one is absent, what was told before. */
    Usage orElse(Usage before) {
        return new Usage(
                input == null ? before.input : input,
                output == null ? before.output : output,
                reasoning == null ? before.reasoning : reasoning,
                cached == null ? before.cached : cached);
    }
}
