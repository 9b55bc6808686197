package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/** The token counts that a provider reported, none of them negative; absent where it said nothing. */
record Usage(
        @Nullable Integer input,
        @Nullable Integer output,
        @Nullable Integer reasoning,
        @Nullable Integer cached) {}
