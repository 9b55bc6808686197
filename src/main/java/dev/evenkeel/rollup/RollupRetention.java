package dev.evenkeel.rollup;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes rollups that are older than their resolution is kept, a bounded number at a time. One replica at a time. */
@Singleton
class RollupRetention {
    private static final Logger LOG = Logger.getLogger(RollupRetention.class);
    private static final int AT_ONCE = 10_000;

    /** Any number will do that no other part of this database uses as an advisory lock. */
    private static final long LOCK = 0x45564e4b_0002L;

    private static final String ALONE = "select pg_try_advisory_xact_lock(" + LOCK + ") as alone";
    private static final String DELETE =
            "delete from rollup where ctid = any(array(select ctid from rollup where step_s = $1"
                    + " and starts_at < $2 limit " + AT_ONCE + " for update skip locked))";

    private final Pool pool;
    private final Ladder ladder;
    private final Clock clock;

    RollupRetention(Pool pool, Ladder ladder, Clock clock) {
        this.pool = pool;
        this.ladder = ladder;
        this.clock = clock;
    }

    @Scheduled(
            every = "10m",
            delay = 1,
            delayUnit = TimeUnit.MINUTES,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = HousekeepingGate.class)
    Uni<Void> deleteOld() {
        return Multi.createFrom()
                .iterable(Resolution.LADDER)
                .onItem()
                .transformToUniAndConcatenate(this::deleteOld)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> deleteOld(Resolution resolution) {
        return pool.withTransaction(connection -> connection
                        .query(ALONE)
                        .execute()
                        .chain(rows -> rows.iterator().next().getBoolean("alone")
                                ? deleteSome(connection, resolution)
                                : Uni.createFrom().item(0)))
                .chain(deleted -> deleted == AT_ONCE
                        ? deleteOld(resolution)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Integer> deleteSome(SqlConnection connection, Resolution resolution) {
        Instant keptSince = ladder.keptSince(resolution, clock.instant());
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(resolution.seconds(), keptSince.atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount)
                .invoke(count -> LOG.debugf("rollups deleted step=%s count=%d", resolution.step(), count));
    }
}
