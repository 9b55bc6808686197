package dev.evenkeel.samples;

import java.util.List;

/**
 * The samples of a window and the campaign's pulse, both of the same snapshot of the store.
 *
 * @param samples in the order of {@code scheduledAt}
 */
public record SampleWindow(Pulse pulse, List<WindowSample> samples) {
    public SampleWindow {
        samples = List.copyOf(samples);
    }
}
