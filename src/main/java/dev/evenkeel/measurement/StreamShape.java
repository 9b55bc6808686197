package dev.evenkeel.measurement;

import org.jspecify.annotations.Nullable;

/**
 * How an answer's bytes came in, for telling a steady stream from one that stalls or comes in bursts.
 *
 * @param bytes of the body, as HTTP frames them and before a content encoding is undone, at least 0
 * @param events server-sent events, token-bearing or not, at least 0
 * @param longestGapAtNs from {@code start} to the token-bearing event that ended the longest gap between two; the
 *     first of equally long ones; absent for fewer than two token-bearing events
 * @param stalls number of gaps longer than five times the median gap; absent like {@code longestGapAtNs}
 * @param burstShare share of the token-bearing events that one read brought together with others, in [0, 1]; absent
 *     where there was no token
 * @param buffered whether all generated text came in a single read although it is more than one token: the answer was
 *     not streamed, and the time to first token is that to the whole answer
 */
public record StreamShape(
        long bytes,
        int events,
        @Nullable Long longestGapAtNs,
        @Nullable Integer stalls,
        @Nullable Double burstShare,
        boolean buffered) {
    public StreamShape {
        if (bytes < 0 || events < 0) {
            throw new IllegalArgumentException("bytes and events must not be negative");
        }
        if (burstShare != null && !(burstShare >= 0 && burstShare <= 1)) {
            throw new IllegalArgumentException("burstShare must be in [0, 1]");
        }
    }
}
