package dev.evenkeel.rollup;

import dev.evenkeel.measurement.ConnectionArm;
import java.util.Set;
import java.util.UUID;

/** Whose rollups are read: of one workload version on one kind of connection, from some vantages. */
public record RollupSeries(UUID campaignId, int specVersion, ConnectionArm arm, Set<String> vantages) {
    public RollupSeries {
        vantages = Set.copyOf(vantages);
    }
}
