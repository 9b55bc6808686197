package dev.evenkeel.samples;

import dev.evenkeel.measurement.ConnectionArm;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The durable log of samples, for the packages that count and rank them. */
public interface SampleLog {
    /**
     * The samples of one workload version on one kind of connection, scheduled in {@code [from, to)}, suspects and
     * failures included.
     */
    Uni<SampleWindow> window(UUID campaignId, int specVersion, ConnectionArm arm, Instant from, Instant to);

    /**
     * What is stored of each run; runs of which nothing is are absent.
     *
     * @param since no sample of them is scheduled before it: what is older need not be looked through
     */
    Uni<Map<UUID, RunTally>> talliesByRun(Collection<UUID> runIds, Instant since);

    /** Removes all that is stored of a campaign, missed rounds included. */
    Uni<Void> deleteCampaign(UUID campaignId);
}
