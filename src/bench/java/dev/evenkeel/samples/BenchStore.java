package dev.evenkeel.samples;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.RollupTable;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A PostgreSQL of its own with samples of thirty days up to an instant, and their rollups as ingest would have written them. */
public final class BenchStore implements AutoCloseable {
    public static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    public static final int TARGETS = 10;
    public static final UUID CAMPAIGN = new UUID(5, 5);

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int DAYS = 30;

    private final EmbeddedPostgres postgres;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final RollupTable rollups = new RollupTable();
    private final Clock clock = Clock.fixed(END, ZoneOffset.UTC);
    private final Ladder ladder = new Ladder(Map.of(
            Resolution.FIVE_MINUTES, Duration.ofDays(40),
            Resolution.HOUR, Duration.ofDays(40),
            Resolution.SIX_HOURS, Duration.ofDays(100),
            Resolution.DAY, Duration.ofDays(1_000)));

    public BenchStore(Path folder) throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(postgres.getPort())
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setDatabase("postgres")
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
    }

    public Ladder ladder() {
        return ladder;
    }

    public Pool pool() {
        return pool;
    }

    public SampleLog log() {
        return new PostgresSampleLog(pool, rollups, config());
    }

    public static Map<UUID, TargetRef> targets() {
        Map<UUID, TargetRef> targets = new HashMap<>();
        for (int target = 0; target < TARGETS; target++) {
            targets.put(new UUID(9, target), new TargetRef("provider-" + target, "model"));
        }
        return targets;
    }

    /** Fills the store, unless it holds as many already. */
    public void fill(long samples) {
        if (count() == samples / DAYS / TARGETS * DAYS * TARGETS) {
            return;
        }
        for (int day = 0; day < DAYS; day++) {
            Instant from = END.minus(Duration.ofDays(DAYS - day));
            String name = "sample_" + from.toString().substring(0, 10).replace("-", "");
            execute("create table if not exists " + name + " partition of sample for values from ('" + from + "') to ('"
                    + from.plus(Duration.ofDays(1)) + "')");
            execute(insert(from, samples / DAYS / TARGETS));
        }
        execute("insert into campaign_revision values ('" + CAMPAIGN + "', 0, " + samples + ") on conflict do nothing");
        RollupsOf rollupsOf = new RollupsOf(ladder, clock);
        var check = new RollupCheck(pool, rollups, rollupsOf, new SamplePartitions(pool, clock, config()));
        for (int day = 0; day < DAYS; day++) {
            Instant from = END.minus(Duration.ofDays(DAYS - day));
            await(check.sumUp(CAMPAIGN, Slo.NONE, from, from.plus(Duration.ofDays(1))));
        }
        execute(
                "create index bench on sample (campaign_id, spec_version, arm, scheduled_at) include (target_id, ttft_ns,"
                        + " outcome, suspect)");
        execute("vacuum analyze sample");
        execute("vacuum analyze rollup");
    }

    private long count() {
        return await(pool.query("select count(*) as n from sample").execute())
                .iterator()
                .next()
                .getLong("n");
    }

    /** A day of each target: log-normal around a daily rhythm, one in five hundred 25 times as slow. */
    private static String insert(Instant day, long perTarget) {
        return "insert into sample (id, scheduled_at, campaign_id, run_id, round, target_id, arm, vantage, spec_version,"
                + " started_at, outcome, http_status, scheduling_delay_ns, queued_ns, dns_ns, tcp_ns, tls_ns, connected_ns,"
                + " connection_reused, sent_ns, headers_ns, first_byte_ns, ttft_ns, ttfa_ns, latency_ns, end_ns,"
                + " input_tokens, output_tokens, reasoning_tokens, cached_tokens, streamed_tokens, token_events,"
                + " token_source, itl_ns, output_tokens_per_second, reported_model, finish_reason, idle_before_ns,"
                + " stale_retry, client_stall_ns, control_error_ns, suspect, cost, currency)"
                + " select gen_random_uuid(), at, '" + CAMPAIGN
                + "', gen_random_uuid(), 0, t, 'REUSE', 'default', 1, at,"
                + " 'OK', 200, 400000, 0, 0, 0, 0, 0, true, 100000, ttft - 2000000, ttft - 1000000, ttft, ttft + 5000000,"
                + " ttft + 1100000000, ttft + 1101000000, 212, 64, 0, 0, 64, 64, 'USAGE', itl, 1e9 / itl, 'model', 'length',"
                + " 300000000000, false, 100000, 50000, false, 0.00028, 'USD' from (select '" + day
                + "'::timestamptz + (i * 86400.0 / " + perTarget
                + ") * interval '1 second' as at, ('00000000-0000-0009-0000-'"
                + " || lpad(k::text, 12, '0'))::uuid as t, ((200 + 30 * k) * 1e6 * exp(0.25 * sqrt(-2 * ln(1 - random())) *"
                + " cos(6.283185 * random()) + 0.15 * sin(i * 6.283185 / " + perTarget
                + ")) * case when random() < 0.002"
                + " then 25 else 1 end)::bigint as ttft, 15e6 * (1 + 0.2 * random()) as itl from generate_series(0, "
                + (perTarget - 1) + ") as i, generate_series(0, " + (TARGETS - 1) + ") as k) s";
    }

    /** Runs a statement to its end. */
    public void execute(String sql) {
        await(pool.query(sql).execute());
    }

    private static SamplesConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(SamplesConfig.class)
                .build()
                .getConfigMapping(SamplesConfig.class);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Override
    public void close() throws IOException {
        await(pool.close());
        await(vertx.close());
        postgres.close();
    }
}
