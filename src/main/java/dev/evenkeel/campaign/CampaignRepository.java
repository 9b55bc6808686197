package dev.evenkeel.campaign;

import dev.evenkeel.http.ResourceName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Access to {@code campaign} and {@code campaign_target}. Locks are taken in the order campaign, run, target. */
@Singleton
final class CampaignRepository {
    private static final String NO_OPEN_RUN =
            " not exists (select 1 from Run r where r.campaignId = c.id and r.state in :open)";

    /** A row that another transaction holds is left as it is rather than waited for: targets are locked in no common order. */
    private static final String FORGET_ASKED =
            "update campaign_target set last_asked_at = null where id in (select t.id"
                    + " from campaign_target t join jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as unasked (target uuid,"
                    + " at timestamptz) on t.id = unasked.target and t.last_asked_at = unasked.at for update of t skip locked)";

    private record Unasked(UUID target, Instant at) {}

    Uni<Optional<StoredCampaign>> find(Session session, String name) {
        return find(session, name, LockMode.NONE);
    }

    /** The same, and nobody else changes it until the transaction ends. */
    Uni<Optional<StoredCampaign>> lock(Session session, String name) {
        return find(session, name, LockMode.PESSIMISTIC_WRITE);
    }

    private static Uni<Optional<StoredCampaign>> find(Session session, String name, LockMode lock) {
        if (!ResourceName.isValid(name)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return session.createSelectionQuery("from Campaign c where c.name = :name", StoredCampaign.class)
                .setParameter("name", name)
                .setLockMode(lock)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    Uni<List<StoredCampaign>> byIds(Session session, Collection<UUID> ids) {
        return session.createSelectionQuery("from Campaign c where c.id in :ids", StoredCampaign.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    /** The same, and nobody else changes them until the transaction ends. */
    Uni<List<StoredCampaign>> lock(Session session, Collection<UUID> ids) {
        return session.createSelectionQuery("from Campaign c where c.id in :ids order by c.id", StoredCampaign.class)
                .setParameter("ids", ids)
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Campaigns in the order of their names. */
    Uni<List<StoredCampaign>> page(Session session, String afterName, int limit) {
        return session.createSelectionQuery(
                        "from Campaign c where c.name > :after order by c.name", StoredCampaign.class)
                .setParameter("after", afterName)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Locks campaigns with a firing to decide on: it fires at {@code horizon} or before, and where a run of the
     * campaign is in its way, its moment has come; or it has waited for the campaign's open run, which is over. Those
     * that another process has locked are left to it.
     */
    Uni<List<StoredCampaign>> lockDue(Session session, Instant now, Instant horizon, int limit) {
        return session.createSelectionQuery(
                        "from Campaign c where c.state = :active and ((c.nextFireAt <= :horizon and (c.nextFireAt <="
                                + " :now or c.overlapPolicy = :allow or" + NO_OPEN_RUN + ")) or (c.bufferedFiringAt is"
                                + " not null and" + NO_OPEN_RUN + ")) order by c.nextFireAt",
                        StoredCampaign.class)
                .setParameter("active", StoredCampaign.State.ACTIVE)
                .setParameter("horizon", horizon)
                .setParameter("now", now)
                .setParameter("allow", ScheduleSpec.Overlap.ALLOW)
                .setParameter("open", RunState.OPEN)
                .setMaxResults(limit)
                .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                .getResultList();
    }

    /** Those of the targets that there are, of whatever campaign, in force or not. */
    Uni<List<StoredTarget>> targetsById(Session session, Collection<UUID> ids) {
        return session.createSelectionQuery("from Target t where t.id in :ids", StoredTarget.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    /** All targets that the campaigns ever had, in their order. */
    Uni<List<StoredTarget>> targets(Session session, Collection<UUID> campaignIds) {
        return session.createSelectionQuery(
                        "from Target t where t.campaignId in :campaigns order by t.campaignId, t.position, t.id",
                        StoredTarget.class)
                .setParameter("campaigns", campaignIds)
                .getResultList();
    }

    /** Of targets that their run did not ask in its last round it is no longer known when they were asked. */
    Uni<Void> forgetAsked(Session session, List<ClaimedRounds> claimed) {
        List<Unasked> unasked = claimed.stream()
                .flatMap(rounds -> rounds.refusedLast().map(target -> new Unasked(target, rounds.lastAt())))
                .toList();
        return unasked.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(FORGET_ASKED)
                        .setParameter("rows", CampaignJson.write(unasked))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    Uni<List<String>> namesUsing(Session session, String provider) {
        return session.createSelectionQuery(
                        "select c.name from Campaign c where exists (select 1 from Target t where t.campaignId = c.id"
                                + " and t.active and t.provider = :provider) order by c.name",
                        String.class)
                .setParameter("provider", provider)
                .getResultList();
    }

    /** Removes the definition with its targets and runs, in the order in which locks are taken. */
    Uni<Void> delete(Session session, StoredCampaign campaign) {
        return session.createMutationQuery("delete from Run r where r.campaignId = :id")
                .setParameter("id", campaign.id())
                .executeUpdate()
                .chain(() -> session.createMutationQuery("delete from Target t where t.campaignId = :id")
                        .setParameter("id", campaign.id())
                        .executeUpdate())
                .chain(() -> session.remove(campaign))
                .chain(session::flush);
    }
}
