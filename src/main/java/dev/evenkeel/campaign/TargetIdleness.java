package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Puts right when targets were last asked, which is noted when a run is planned: a target that was refused in the end is not
 * known to be warm.
 */
@Singleton
final class TargetIdleness {
    /** A row that another transaction holds is left as it is rather than waited for: targets are locked in no common order. */
    private static final String FORGET = "update campaign_target set last_asked_at = null where id in (select t.id from"
            + " campaign_target t join jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as refused (target uuid, at timestamptz) on"
            + " t.id = refused.target and t.last_asked_at = refused.at for update of t skip locked)";

    private record Refused(UUID target, Instant at) {}

    /** Of targets that their run did not ask in its last round it is no longer known when they were asked. */
    Uni<Void> notAsked(Session session, List<ClaimedRounds> claimed) {
        List<Refused> refused = claimed.stream()
                .flatMap(rounds -> rounds.refusedLast().map(target -> new Refused(target, rounds.lastAt())))
                .toList();
        return refused.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(FORGET)
                        .setParameter("rows", CampaignJson.write(refused))
                        .executeUpdate()
                        .replaceWithVoid();
    }
}
