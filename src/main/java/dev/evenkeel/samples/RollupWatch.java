package dev.evenkeel.samples;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.rollup.HousekeepingGate;
import dev.evenkeel.rollup.Resolution;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Checks an hour of one campaign now and then, chosen at random among those that are over. It puts nothing right: an operator decides. */
@Singleton
class RollupWatch {
    private static final Logger LOG = Logger.getLogger(RollupWatch.class);

    private static final String ANY_HOUR =
            "select campaign_id, starts_at from rollup where step_s = $1 and starts_at >= $2"
                    + " and starts_at < now() - interval '70 minutes' order by random() limit 1";

    private final Pool pool;
    private final RollupCheck check;
    private final CampaignLookup campaigns;
    private final RollupsOf rollupsOf;
    private final SampleMetrics metrics;

    RollupWatch(Pool pool, RollupCheck check, CampaignLookup campaigns, RollupsOf rollupsOf, SampleMetrics metrics) {
        this.pool = pool;
        this.check = check;
        this.campaigns = campaigns;
        this.rollupsOf = rollupsOf;
        this.metrics = metrics;
    }

    @Scheduled(
            every = "${evenkeel.rollup.check-every}",
            delay = 5,
            delayUnit = TimeUnit.MINUTES,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = HousekeepingGate.class)
    Uni<Void> checkAnHour() {
        Instant since = rollupsOf.keptSince(Resolution.FIVE_MINUTES);
        return pool.preparedQuery(ANY_HOUR)
                .execute(Tuple.of(Resolution.HOUR.seconds(), since.atOffset(ZoneOffset.UTC)))
                .chain(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(this::check)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> check(Row row) {
        UUID campaignId = row.getUUID("campaign_id");
        Instant hour = row.getOffsetDateTime("starts_at").toInstant();
        return campaigns
                .existing(Set.of(campaignId))
                .chain(slos -> check.check(
                        campaignId,
                        slos.getOrDefault(campaignId, Slo.NONE),
                        hour,
                        hour.plus(Resolution.HOUR.step()),
                        false))
                .invoke(checked -> tell(campaignId, hour, checked))
                .replaceWithVoid();
    }

    private void tell(UUID campaignId, Instant hour, CheckedRollups checked) {
        metrics.rollupsChecked(checked.checked(), checked.differing());
        if (checked.differing() > 0) {
            LOG.warnf(
                    "rollups differ from their samples campaign=%s hour=%s differing=%d of=%d",
                    campaignId, hour, checked.differing(), checked.checked());
        }
    }
}
