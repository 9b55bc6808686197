package dev.evenkeel.samples;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the log of samples must know of campaigns. Implemented by the campaign package. */
public interface CampaignLookup {
    /** The id of the campaign of that name. */
    Uni<Optional<UUID>> idOf(String name);

    /** Those of the ids that are campaigns still, each with the SLO that is in force; one that asks for nothing where there is none. */
    Uni<Map<UUID, Slo>> existing(Set<UUID> campaignIds);

    /** All targets that the campaign ever had, by id. */
    Uni<Map<UUID, TargetRef>> targetsOf(UUID campaignId);
}
