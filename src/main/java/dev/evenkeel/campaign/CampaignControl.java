package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** What a client does with campaigns by REST, for whoever brings some along. */
public interface CampaignControl {
    /** Whether the store holds a campaign at all. */
    Uni<Boolean> anyExist();

    /**
     * Creates or replaces a campaign, judged as if a client had sent it.
     *
     * @return whether it was created; fails with a {@link dev.evenkeel.http.ProblemException} that lists what is wrong
     */
    Uni<Boolean> put(String name, CampaignSpec spec);

    /**
     * Runs a campaign at once, whatever its schedule says.
     *
     * @return the run's id; fails with a {@link dev.evenkeel.http.ProblemException} if there is no such campaign
     */
    Uni<UUID> trigger(String name);
}
