package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Access to {@code run}. */
@Singleton
final class RunRepository {
    private static final String ROW =
            "select r.id, r.campaignId, c.name, r.trigger, r.scheduledAt, r.fireAt, r.specVersion, r.state, r.rounds,"
                    + " r.publishedRounds, r.stoppedRounds, r.cancelledRounds, r.expected, r.roundCost, r.countedRounds,"
                    + " r.countedCost,"
                    + " case when c.pauseOnFailure and r.createdAt >= c.updatedAt then true else false end, r.createdAt, r.deadline,"
                    + " r.finishedAt from Run r join Campaign c on c.id = r.campaignId where ";
    private static final String KEPT = "(r.fireAt >= :since or r.state in :open)";

    private static final String OLD = "select o.id from campaign c cross join lateral (select id from run where"
            + " campaign_id = c.id and scheduled_at < :before and fire_at < :before and state not in ('PLANNED', 'RUNNING')"
            + " order by scheduled_at limit :limit for update skip locked) o limit :limit";

    /** @param since what is over and fired before it is not found */
    Uni<Optional<RunRow>> find(Session session, UUID id, Instant since) {
        return session.createSelectionQuery(ROW + "r.id = :id and " + KEPT, RunRow.class)
                .setParameter("id", id)
                .setParameter("since", since)
                .setParameter("open", RunState.OPEN)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    /**
     * Runs of a campaign, newest first, from the one that follows {@code after}.
     *
     * @param since without those that are over and fired before it
     */
    Uni<List<RunRow>> page(Session session, UUID campaignId, RunKey after, Instant since, int limit) {
        return session.createSelectionQuery(
                        ROW
                                + "r.campaignId = :campaign and (r.scheduledAt < :at or (r.scheduledAt = :at and r.id > :id)) and "
                                + KEPT + " order by r.scheduledAt desc, r.id",
                        RunRow.class)
                .setParameter("campaign", campaignId)
                .setParameter("at", after.scheduledAt())
                .setParameter("id", after.id())
                .setParameter("since", since)
                .setParameter("open", RunState.OPEN)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The latest scheduled ones that a campaign has planned, newest first. */
    Uni<List<RunRow>> latestScheduled(Session session, UUID campaignId, int limit) {
        return session.createSelectionQuery(
                        ROW + "r.campaignId = :campaign and r.trigger = :schedule order by r.scheduledAt desc, r.id",
                        RunRow.class)
                .setParameter("campaign", campaignId)
                .setParameter("schedule", RunTrigger.SCHEDULE)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The latest firing of a campaign that has a run. */
    Uni<Optional<Instant>> latestFiring(Session session, UUID campaignId) {
        return session.createSelectionQuery(
                        "select max(r.scheduledAt) from Run r where r.campaignId = :campaign and r.trigger = :schedule",
                        Instant.class)
                .setParameter("campaign", campaignId)
                .setParameter("schedule", RunTrigger.SCHEDULE)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    /** Nobody else changes them until the transaction ends. In the order of their ids. */
    Uni<List<StoredRun>> lock(Session session, Collection<UUID> ids) {
        return session.createSelectionQuery("from Run r where r.id in :ids order by r.id", StoredRun.class)
                .setParameter("ids", ids)
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Those of the campaigns that have an open run. */
    Uni<List<UUID>> campaignsWithOpenRun(Session session, Collection<UUID> campaignIds) {
        return session.createSelectionQuery(
                        "select distinct r.campaignId from Run r where r.campaignId in :campaigns and r.state in :open",
                        UUID.class)
                .setParameter("campaigns", campaignIds)
                .setParameter("open", RunState.OPEN)
                .getResultList();
    }

    Uni<List<UUID>> existing(Session session, Collection<UUID> ids) {
        return session.createSelectionQuery("select r.id from Run r where r.id in :ids", UUID.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    /**
     * Locks open runs with rounds to publish: due by {@code horizon} and not planned, or planned by somebody whose
     * lease has run out. Those that another process has locked, or still publishes, are left to it.
     */
    Uni<List<StoredRun>> lockDue(Session session, Instant now, Instant horizon, int limit) {
        return session.createSelectionQuery(
                        "from Run r where r.state in :open and (r.nextRoundAt <= :horizon or r.plannedRounds >"
                                + " r.publishedRounds) and (r.plannedRounds = r.publishedRounds or r.leaseUntil is null or r.leaseUntil < :now)"
                                + " order by r.nextRoundAt",
                        StoredRun.class)
                .setParameter("open", RunState.OPEN)
                .setParameter("horizon", horizon)
                .setParameter("now", now)
                .setMaxResults(limit)
                .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                .getResultList();
    }

    /** Notes that the rounds before {@code rounds} are out, never going back, and gives the runs free for the next claim. */
    Uni<Integer> published(Session session, Collection<UUID> runIds, int rounds) {
        return session.createMutationQuery(
                        "update Run r set r.publishedRounds = greatest(r.publishedRounds, :rounds), r.leaseUntil = null"
                                + " where r.id in :ids")
                .setParameter("rounds", rounds)
                .setParameter("ids", runIds)
                .executeUpdate();
    }

    /**
     * Open runs that may be over (all rounds out, or past the deadline), and those whose samples are wanted before:
     * their costs are counted, or a refused credential pauses their campaign. In the order of their ids.
     */
    Uni<List<RunRow>> closable(Session session, Instant now, UUID afterId, int limit) {
        return session.createSelectionQuery(
                        ROW
                                + "r.state in :open and (r.publishedRounds = r.rounds or r.deadline <= :now or r.roundCost"
                                + " is not null or c.pauseOnFailure) and r.fireAt <= :now and r.id > :after order by r.id",
                        RunRow.class)
                .setParameter("open", RunState.OPEN)
                .setParameter("now", now)
                .setParameter("after", afterId)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Locks the scheduled runs of campaigns of which no round has been claimed. */
    Uni<List<StoredRun>> lockPlanned(Session session, Collection<UUID> campaignIds) {
        return session.createSelectionQuery(
                        "from Run r where r.campaignId in :ids and r.state = :planned and r.plannedRounds = 0 and r.trigger ="
                                + " :schedule order by r.id",
                        StoredRun.class)
                .setParameter("ids", campaignIds)
                .setParameter("planned", RunState.PLANNED)
                .setParameter("schedule", RunTrigger.SCHEDULE)
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Deletes runs that are over and fired before that instant, but for those that somebody else has locked. */
    Uni<Integer> deleteOld(Session session, Instant before, int limit) {
        return session.createNativeQuery("delete from run where id in (" + OLD + ")")
                .setParameter("before", before)
                .setParameter("limit", limit)
                .executeUpdate();
    }

    Uni<Integer> close(Session session, Collection<UUID> ids, RunState as, Instant now) {
        return session.createMutationQuery(
                        "update Run r set r.state = :as, r.finishedAt = :now where r.id in :ids and r.state in :open")
                .setParameter("as", as)
                .setParameter("now", now)
                .setParameter("ids", ids)
                .setParameter("open", RunState.OPEN)
                .executeUpdate();
    }
}
