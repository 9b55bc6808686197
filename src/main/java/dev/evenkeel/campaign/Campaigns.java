package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Campaigns, for the packages that rank them. */
public interface Campaigns {
    Uni<Optional<RankableCampaign>> rankable(String name);
}
