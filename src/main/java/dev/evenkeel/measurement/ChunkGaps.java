package dev.evenkeel.measurement;

/**
 * Gaps between successive token-bearing events of one stream, in nanoseconds. A chunk is not a token:
 * these are never called inter-token latency.
 */
public record ChunkGaps(long minNs, long medianNs, long p95Ns, long maxNs) {
    public ChunkGaps {
        if (minNs < 0 || medianNs < minNs || p95Ns < medianNs || maxNs < p95Ns) {
            throw new IllegalArgumentException("0 <= minNs <= medianNs <= p95Ns <= maxNs must hold");
        }
    }
}
