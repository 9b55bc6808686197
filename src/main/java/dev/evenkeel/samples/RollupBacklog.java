package dev.evenkeel.samples;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.rollup.HousekeepingGate;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Sums up the days whose samples were stored before there were rollups, the newest first; one replica a day. Until then a
 * ranking that touches such a day reads samples.
 */
@Singleton
class RollupBacklog {
    private static final Logger LOG = Logger.getLogger(RollupBacklog.class);

    private static final String CLAIM =
            "select day from rollup_backlog order by day desc limit 1 for update skip locked";
    private static final String CAMPAIGNS =
            "select distinct campaign_id from sample where scheduled_at >= $1 and scheduled_at < $2";
    private static final String TOUCHES =
            "select exists (select from rollup_backlog where day >= $1 and day <= $2) as it";

    private final Pool pool;
    private final RollupCheck check;
    private final CampaignLookup campaigns;

    RollupBacklog(Pool pool, RollupCheck check, CampaignLookup campaigns) {
        this.pool = pool;
        this.check = check;
        this.campaigns = campaigns;
    }

    /** Whether a day that {@code [from, to)} touches still has to be summed up. */
    static Uni<Boolean> touches(SqlClient client, Instant from, Instant to) {
        return client.preparedQuery(TOUCHES)
                .execute(Tuple.of(LocalDate.ofInstant(from, ZoneOffset.UTC), LocalDate.ofInstant(to, ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean("it"));
    }

    @Scheduled(
            every = "10s",
            delay = 10,
            delayUnit = TimeUnit.SECONDS,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = HousekeepingGate.class)
    Uni<Void> sumUpADay() {
        return pool.withTransaction(connection -> connection
                .query(CLAIM)
                .execute()
                .chain(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> sumUp(connection, row.getLocalDate("day")))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> sumUp(SqlConnection connection, LocalDate day) {
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = from.plus(Duration.ofDays(1));
        return connection
                .preparedQuery(CAMPAIGNS)
                .execute(Tuple.of(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)))
                .chain(rows -> campaigns.existing(ids(rows)))
                .onItem()
                .transformToMulti(slos -> Multi.createFrom().iterable(slos.entrySet()))
                .onItem()
                .transformToUniAndConcatenate(campaign -> sumUp(campaign.getKey(), campaign.getValue(), from, to))
                .collect()
                .in(() -> new long[1], (sum, one) -> sum[0] += one.repaired())
                .invoke(sum -> LOG.infof("samples summed up day=%s rollups=%d", day, sum[0]))
                .chain(() -> connection
                        .preparedQuery("delete from rollup_backlog where day = $1")
                        .execute(Tuple.of(day)))
                .replaceWithVoid();
    }

    private Uni<CheckedRollups> sumUp(UUID campaign, Slo slo, Instant from, Instant to) {
        return check.sumUp(campaign, slo, from, to);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID("campaign_id")));
        return ids;
    }
}
