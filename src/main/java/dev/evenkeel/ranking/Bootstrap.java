package dev.evenkeel.ranking;

import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The cells of a window and what was drawn of them, for all its targets and metrics alike. */
record Bootstrap(Cells cells, Resampling resampling) {
    /** Empty where the samples make too few cells for an interval. */
    static Optional<Bootstrap> of(Collection<WindowSample> samples, Duration window, long seed) {
        return Cells.of(samples, window).map(cells -> new Bootstrap(cells, Resampling.draw(cells.count(), seed)));
    }

    Optional<ResampledStatistics> resample(MetricValues values) {
        return values.resampled(cells, resampling);
    }

    /** The availability in each resample, NaN where nothing counted; empty where the samples lie in too few cells to tell. */
    double[] availabilities(List<WindowSample> counted) {
        int[] n = new int[cells.count()];
        int[] failures = new int[cells.count()];
        int occupied = 0;
        for (WindowSample sample : counted) {
            int cell = cells.of(sample);
            occupied += n[cell]++ == 0 ? 1 : 0;
            failures[cell] += sample.outcome().failure() ? 1 : 0;
        }
        if (occupied < Cells.MIN_CELLS) {
            return new double[0];
        }
        double[] availabilities = new double[Resampling.RESAMPLES];
        for (int resample = 0; resample < availabilities.length; resample++) {
            short[] timesDrawn = resampling.timesDrawn(resample);
            long drawn = 0;
            long failed = 0;
            for (int cell = 0; cell < n.length; cell++) {
                drawn += (long) timesDrawn[cell] * n[cell];
                failed += (long) timesDrawn[cell] * failures[cell];
            }
            availabilities[resample] = new Availability(drawn, failed).value();
        }
        return availabilities;
    }
}
