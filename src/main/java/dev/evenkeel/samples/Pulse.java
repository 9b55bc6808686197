package dev.evenkeel.samples;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether anything has changed for a ranking: a campaign's revision, and which of its rounds may still bring
 * samples.
 *
 * @param revision grows with every batch that added a sample of the campaign
 * @param incomplete rounds that are young enough to still bring samples and that some target has not answered in. With the
 *     same revision the same number means the same rounds: only their age can end them
 * @param earliest when the first of them was scheduled; absent where there is none
 */
public record Pulse(
        long revision, long incomplete, @Nullable Instant earliest) {
    public Pulse {
        if ((incomplete > 0) != (earliest != null)) {
            throw new IllegalArgumentException("earliest must be present exactly where rounds are incomplete");
        }
    }
}
