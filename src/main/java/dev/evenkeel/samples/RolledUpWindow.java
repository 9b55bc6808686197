package dev.evenkeel.samples;

import dev.evenkeel.rollup.TargetRollup;
import java.util.List;

/**
 * A window's rollups, and of its end, where rounds are under way, the samples themselves: all of one snapshot of the store.
 *
 * @param rollups of disjoint stretches of time, in the order of their starts
 * @param samples of the rest of the window, incomplete rounds among them; in the order of {@code scheduledAt}
 * @param failures the latest of each target, where it is still kept
 */
public record RolledUpWindow(
        Pulse pulse, List<TargetRollup> rollups, List<WindowSample> samples, List<LastFailure> failures) {
    public RolledUpWindow {
        rollups = List.copyOf(rollups);
        samples = List.copyOf(samples);
        failures = List.copyOf(failures);
    }
}
