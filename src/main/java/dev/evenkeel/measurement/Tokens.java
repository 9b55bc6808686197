package dev.evenkeel.measurement;

import org.jspecify.annotations.Nullable;

/**
 * What a probe's answer amounted to in tokens. Absent where the provider did not say.
 *
 * @param source where {@code output} comes from
 * @param events number of token-bearing events, at least 0
 * @param streamed output tokens that the stream showed: {@code output}, less {@code reasoning} where the
 *     stream showed no reasoning; absent unless {@code source} is {@link TokenSource#USAGE}
 */
public record Tokens(
        @Nullable Integer input,
        @Nullable Integer output,
        @Nullable Integer reasoning,
        @Nullable Integer cached,
        @Nullable Integer streamed,
        int events,
        TokenSource source) {}
