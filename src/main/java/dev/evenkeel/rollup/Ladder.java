package dev.evenkeel.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How long rollups of each resolution are kept: the coarser, the longer.
 *
 * @param kept for all resolutions
 */
public record Ladder(Map<Resolution, Duration> kept) {
    public Ladder {
        kept = Map.copyOf(kept);
        Duration longest = Duration.ZERO;
        for (Resolution resolution : Resolution.LADDER) {
            Duration own = Optional.ofNullable(kept.get(resolution))
                    .orElseThrow(() -> new IllegalArgumentException("kept must name " + resolution));
            if (own.compareTo(longest) < 0) {
                throw new IllegalArgumentException(
                        "kept must not be shorter for " + resolution + " than for finer ones");
            }
            longest = own;
        }
    }

    /** The first edge from which on rollups of that resolution are whole. */
    public Instant keptSince(Resolution resolution, Instant now) {
        return resolution.ceiling(now.minus(kept.getOrDefault(resolution, Duration.ZERO)));
    }

    /** The finest resolution, no finer than asked for, that is kept from an instant on; the coarsest where none is. */
    public Resolution finestSince(Instant from, Resolution asked, Instant now) {
        return Resolution.LADDER.stream()
                .filter(resolution -> resolution.compareTo(asked) >= 0)
                .filter(resolution -> !keptSince(resolution, now).isAfter(resolution.floor(from)))
                .findFirst()
                .orElse(Resolution.DAY);
    }
}
