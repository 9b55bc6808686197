package dev.evenkeel.samples;

import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Vantage;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Samples of a campaign as they lie in the store, in any number. */
public final class StoredSamples {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Pool pool;
    private final String campaign;
    private final OffsetDateTime newest = OffsetDateTime.now(ZoneOffset.UTC).minusHours(1);

    public StoredSamples(Pool pool, String campaign) {
        this.pool = pool;
        this.campaign = campaign;
    }

    /** A campaign that the scheduler and the catalog know nothing of, with removed targets of one model. */
    void putCampaign(String... providers) {
        UUID id = UUID.randomUUID();
        execute(
                "insert into campaign (id, name, spec, spec_version, state) values ($1, $2, '{}', 2, 'PAUSED')",
                Tuple.of(id, campaign));
        for (String provider : providers) {
            execute(
                    "insert into campaign_target (id, campaign_id, provider, model, position, active)"
                            + " values ($1, $2, $3, 'kimi', 0, false)",
                    Tuple.of(UUID.randomUUID(), id, provider));
        }
    }

    /** Stores so many good samples of the target at that provider, three an instant, a second apart, from an hour ago back. */
    public void insert(String provider, int specVersion, int count, UUID run) {
        insert(provider, specVersion, count, run, ConnectionArm.REUSE, Duration.ofMillis(250), newest);
    }

    /** The same on that kind of connection, with time to first token from {@code ttft} on, the last scheduled then. */
    public void insert(
            String provider,
            int specVersion,
            int count,
            UUID run,
            ConnectionArm arm,
            Duration ttft,
            OffsetDateTime last) {
        insert(provider, specVersion, count, run, arm, ttft, last, Vantage.DEFAULT);
    }

    /** The same as seen from a vantage. */
    public void insert(
            String provider,
            int specVersion,
            int count,
            UUID run,
            ConnectionArm arm,
            Duration ttft,
            OffsetDateTime last,
            String vantage) {
        CDI.current().select(SamplePartitions.class).get().range().await().atMost(PATIENCE);
        execute(
                "insert into sample (id, scheduled_at, campaign_id, run_id, round, target_id, arm, vantage,"
                        + " spec_version, started_at, outcome, http_status, scheduling_delay_ns, connection_reused,"
                        + " ttft_ns, ttfa_ns, latency_ns, end_ns, stale_retry, suspect, reported_model)"
                        + " select gen_random_uuid(), $1::timestamptz - (i / 3) * interval '1 second', c.id, $2, i, t.id,"
                        + " $7, $9, $3, $1::timestamptz - (i / 3) * interval '1 second', 'OK', 200, 400000,"
                        + " true, $8::bigint + i % 7 * 1000000, $8::bigint + 10000000, 900000000, 901000000, false, false,"
                        + " 'kimi-k2.6-0905' from generate_series(0, $4 - 1) as i,"
                        + " campaign_target t join campaign c on c.id = t.campaign_id"
                        + " where c.name = $5 and t.provider = $6",
                Tuple.from(List.of(
                        last, run, specVersion, count, campaign, provider, arm.name(), ttft.toNanos(), vantage)));
    }

    void delete() {
        execute("delete from sample where campaign_id = (select id from campaign where name = $1)", Tuple.of(campaign));
        execute("delete from campaign where name = $1", Tuple.of(campaign));
    }

    private void execute(String sql, Tuple parameters) {
        pool.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
    }
}
