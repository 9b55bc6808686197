package dev.evenkeel.rollup;

import dev.evenkeel.measurement.ConnectionArm;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * What a rollup is of. In the order in which all writers lock, which is that of the store with vantages by their bytes.
 *
 * @param vantage in ASCII
 */
public record RollupKey(
        UUID campaignId,
        int specVersion,
        ConnectionArm arm,
        Resolution resolution,
        Instant startsAt,
        UUID targetId,
        String vantage)
        implements Comparable<RollupKey> {
    private static final Comparator<RollupKey> ORDER = Comparator.comparing(
                    RollupKey::campaignId, RollupKey::inStoreOrder)
            .thenComparingInt(RollupKey::specVersion)
            .thenComparing(key -> key.arm().name())
            .thenComparingInt(key -> key.resolution().seconds())
            .thenComparing(RollupKey::startsAt)
            .thenComparing(RollupKey::targetId, RollupKey::inStoreOrder)
            .thenComparing(RollupKey::vantage);

    public RollupKey {
        if (!resolution.floor(startsAt).equals(startsAt)) {
            throw new IllegalArgumentException("startsAt must be an edge of the resolution");
        }
    }

    /** By their bytes without sign, where Java's own order has signs. */
    private static int inStoreOrder(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    /** The same target's stretch of a coarser resolution that holds this one. */
    public RollupKey in(Resolution coarser) {
        return new RollupKey(campaignId, specVersion, arm, coarser, coarser.floor(startsAt), targetId, vantage);
    }

    @Override
    public int compareTo(RollupKey other) {
        return ORDER.compare(this, other);
    }
}
