package dev.evenkeel.measurement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What is random about a round, derived from (run, round, vantage) alone, so that a round that is published
 * again is the same round: the same nonce and the same order of targets. Rounds of two vantages have different nonces: they
 * are asked at the same instant, and the one must not find its prompt in a cache that the other warmed.
 */
public record RoundSeed(UUID runId, int round, String vantage) {
    public RoundSeed {
        if (round < 0) {
            throw new IllegalArgumentException("round must not be negative");
        }
    }

    /** A short token for the start of the prompt, which keeps any provider's prompt cache from matching. */
    public String nonce() {
        return shortened(derivedId());
    }

    /** The same, of the probes on new connections in a round that asks each target on both kinds. */
    public String freshNonce() {
        UUID id = derivedId();
        return shortened(UUID.nameUUIDFromBytes(ByteBuffer.allocate(17)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put((byte) 1)
                .array()));
    }

    private static String shortened(UUID id) {
        return id.toString().substring(0, 13);
    }

    /** The items in the order in which this round asks them. */
    public <T> List<T> shuffled(List<T> items) {
        List<T> shuffled = new ArrayList<>(items);
        UUID id = derivedId();
        Collections.shuffle(shuffled, new Random(id.getMostSignificantBits() ^ id.getLeastSignificantBits()));
        return List.copyOf(shuffled);
    }

    private UUID derivedId() {
        byte[] suffix = vantage.equals(Vantage.DEFAULT) ? new byte[0] : vantage.getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(ByteBuffer.allocate(20 + suffix.length)
                .putLong(runId.getMostSignificantBits())
                .putLong(runId.getLeastSignificantBits())
                .putInt(round)
                .put(suffix)
                .array());
    }
}
