package dev.evenkeel.campaign;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells Prometheus how much of the day's budgets is used. Read from the store, so that every replica tells the same. */
@Singleton
class BudgetGauges {
    private static final Logger LOG = Logger.getLogger(BudgetGauges.class);

    private static final String USED =
            "select c.name, coalesce(s.probes, 0)::float8 / (c.spec->'budget'->>'probesPerDay')::float8 as"
                    + " probes, coalesce(s.cost, 0)::float8 / (c.spec->'budget'->>'costPerDay')::float8 as cost from campaign c"
                    + " left join campaign_spend s on s.campaign_id = c.id and s.day = (now() at time zone 'utc')::date where"
                    + " c.spec->'budget' is not null";

    private final Pool pool;
    private final MultiGauge used;

    BudgetGauges(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        this.used = MultiGauge.builder("evenkeel.budget.used.ratio")
                .description("Share of the day's budget that is used, by campaign and by what is limited")
                .register(registry);
    }

    @Scheduled(
            identity = "budget-gauges",
            every = "15s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = TickGate.class)
    Uni<Void> refresh() {
        return pool.query(USED)
                .execute()
                .invoke(rows -> {
                    List<Row<?>> shares = new ArrayList<>();
                    rows.forEach(row -> {
                        add(shares, row.getString("name"), "probes", row.getDouble("probes"));
                        add(shares, row.getString("name"), "cost", row.getDouble("cost"));
                    });
                    used.register(shares, true);
                })
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "used budgets not read"))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static void add(List<Row<?>> shares, String campaign, String limit, @Nullable Double share) {
        if (share != null) {
            shares.add(Row.of(Tags.of("campaign", campaign, "limit", limit), share));
        }
    }
}
