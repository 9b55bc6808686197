package dev.evenkeel.samples;

import java.util.List;

/**
 * The samples of a window and the campaign's revision, both of the same snapshot of the store.
 *
 * @param revision grows with every batch that added a sample of the campaign
 * @param samples in the order of {@code scheduledAt}
 */
public record SampleWindow(long revision, List<WindowSample> samples) {
    public SampleWindow {
        samples = List.copyOf(samples);
    }
}
