package dev.evenkeel.ranking;

import dev.evenkeel.measurement.TargetRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** All that is known of a window: its samples themselves, or their rollups. */
interface Evidence {
    /** What is known of each of the targets, in no order; those without a sample included. */
    List<TargetWindow> targets(Map<UUID, TargetRef> asked);

    /** The targets of which there is a sample. */
    Set<UUID> answered();

    Instrument instrument();

    /** Relative error of the quantiles: 0 = exact. */
    double quantileErrorBound();
}
