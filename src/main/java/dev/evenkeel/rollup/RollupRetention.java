package dev.evenkeel.rollup;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes rollups that are older than their resolution is kept, a bounded number at a time. */
@Singleton
class RollupRetention {
    private static final Logger LOG = Logger.getLogger(RollupRetention.class);
    private static final int AT_ONCE = 10_000;

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
        Tuple parameters = Tuple.of(
                resolution.seconds(),
                ladder.keptSince(resolution, clock.instant()).atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(DELETE)
                .execute(parameters)
                .invoke(deleted ->
                        LOG.debugf("rollups deleted step=%s count=%d", resolution.step(), deleted.rowCount()))
                .chain(deleted -> deleted.rowCount() == AT_ONCE
                        ? deleteOld(resolution)
                        : Uni.createFrom().voidItem());
    }
}
