package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Campaigns, for the package that ranks them. */
public interface Campaigns {
    Uni<Optional<RankableCampaign>> rankable(String name);
}
