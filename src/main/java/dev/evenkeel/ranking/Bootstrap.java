package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The cells of a window and what was drawn of them, for all its targets and metrics alike. */
record Bootstrap(Cells cells, Resampling resampling) {
    /** Empty where the targets' samples make too few cells for an interval. */
    static Optional<Bootstrap> of(Collection<TargetWindow> targets, Duration length, long seed) {
        return Cells.of(targets, length).map(cells -> new Bootstrap(cells, Resampling.draw(cells.count(), seed)));
    }

    Optional<ResampledStatistics> resample(MetricValues values, Set<Statistic> statistics) {
        return values.resampled(cells, resampling, statistics);
    }

    /** The availability in each resample, NaN where nothing counted; empty where the samples lie in too few cells to tell. */
    double[] availabilities(TargetWindow target) {
        CellCounts counts = target.counts(cells);
        if (counts.occupiedCells() < Cells.MIN_CELLS) {
            return new double[0];
        }
        double[] availabilities = new double[Resampling.RESAMPLES];
        for (int resample = 0; resample < availabilities.length; resample++) {
            availabilities[resample] =
                    counts.weighted(resampling.timesDrawn(resample)).value();
        }
        return availabilities;
    }
}
