package dev.evenkeel.campaign;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Lets the schedule of a campaign rest, and fire again. */
@Singleton
final class CampaignPause {
    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final CallOff callOff;
    private final StoreClock clock;

    CampaignPause(
            Transactions transactions,
            CampaignRepository campaigns,
            RunRepository runs,
            CallOff callOff,
            StoreClock clock) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.runs = runs;
        this.callOff = callOff;
        this.clock = clock;
    }

    /** What was planned ahead and has not begun is called off, as if it had never been. */
    Uni<Void> pause(String name, @Nullable String note) {
        return change(name, (session, campaign, now) -> {
            campaign.pause(note, now);
            return callOff.planned(session, Set.of(campaign), now);
        });
    }

    /** Firings that have their run already have been decided on. */
    Uni<Void> resume(String name) {
        return change(
                name,
                (session, campaign, now) -> runs.latestFiring(session, campaign.id())
                        .invoke(latest ->
                                campaign.resume(latest.filter(now::isBefore).orElse(now), now))
                        .replaceWithVoid());
    }

    /** What is done to a locked campaign. */
    private interface Change {
        Uni<Void> to(Session session, StoredCampaign campaign, Instant now);
    }

    private Uni<Void> change(String name, Change change) {
        return clock.now()
                .chain(now -> transactions.in(session -> campaigns
                        .lock(session, name)
                        .map(found -> found.orElseThrow(() -> ProblemException.notFound("campaign", name)))
                        .chain(campaign -> change.to(session, campaign, now))));
    }
}
