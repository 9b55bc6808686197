package dev.evenkeel.samples;

import dev.evenkeel.measurement.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a ranking asks the table of samples. */
final class WindowQueries {
    private static final String OF_SLICE =
            "campaign_id = $1 and spec_version = $2 and arm = $3 and scheduled_at >= $4 and scheduled_at < $5 and"
                    + " vantage = any($6)";

    private static final String WINDOW =
            "select target_id, run_id, round, vantage, scheduled_at, outcome, suspect, http_status,"
                    + " ttft_ns, ttfa_ns, latency_ns, end_ns, itl_ns, output_tokens_per_second, idle_before_ns, control_error_ns,"
                    + " cost, currency, error from sample where " + OF_SLICE + " order by scheduled_at, id";

    private static final String PULSE = "with young as (select min(scheduled_at) as at from sample where " + OF_SLICE
            + " group by run_id, round, vantage having count(*) filter (where target_id = any($7)) < cardinality($7)) select (select coalesce(sum(revision), 0)::bigint from"
            + " campaign_revision where campaign_id = $1) as revision, count(*) as incomplete, min(at) as earliest from young";

    private static final String FAILURES = "select f.* from (select distinct target_id from unnest($1::uuid[]) as"
            + " t (target_id)) t cross join lateral (select target_id, outcome, http_status, error, scheduled_at from sample"
            + " s where s.target_id = t.target_id and outcome <> 'OK' and not suspect and spec_version = $2 and arm = $3 and"
            + " scheduled_at >= $4 and scheduled_at < $5 and vantage = any($6) order by scheduled_at desc limit 1) f";

    private WindowQueries() {}

    /** Samples that were scheduled from an instant on; suspects and failures included. */
    static Uni<List<WindowSample>> samples(SqlClient client, Slice slice, Instant from) {
        return client.preparedQuery(WINDOW)
                .execute(parameters(slice, from, slice.to()))
                .map(WindowQueries::samples);
    }

    /** Of all rounds that may still bring samples, those before the slice included: so all windows up to one instant share it. */
    static Uni<Pulse> pulse(SqlClient client, Slice slice) {
        return client.preparedQuery(PULSE)
                .execute(parameters(slice, slice.youngSince(), slice.to())
                        .addValue(slice.targets().toArray(UUID[]::new)))
                .map(rows -> pulse(rows.iterator().next()));
    }

    /** The latest failure of each target in the slice. */
    static Uni<List<LastFailure>> failures(SqlClient client, Slice slice, List<UUID> targets) {
        Tuple parameters = Tuple.tuple()
                .addValue(targets.toArray(UUID[]::new))
                .addInteger(slice.specVersion())
                .addString(slice.arm().name())
                .addValue(at(slice.from()))
                .addValue(at(slice.to()))
                .addValue(slice.vantages().toArray(String[]::new));
        return client.preparedQuery(FAILURES).execute(parameters).map(WindowQueries::failures);
    }

    private static Tuple parameters(Slice slice, Instant from, Instant to) {
        return Tuple.of(slice.campaignId(), slice.specVersion(), slice.arm().name(), at(from), at(to))
                .addValue(slice.vantages().toArray(String[]::new));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Pulse pulse(Row row) {
        return new Pulse(
                row.getLong("revision"), row.getLong("incomplete"), instant(row.getOffsetDateTime("earliest")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static List<LastFailure> failures(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new LastFailure(
                        row.getUUID("target_id"),
                        Outcome.valueOf(row.getString("outcome")),
                        row.getInteger("http_status"),
                        row.getString("error"),
                        row.getOffsetDateTime("scheduled_at").toInstant()))
                .toList();
    }

    private static List<WindowSample> samples(RowSet<Row> rows) {
        List<WindowSample> samples = new ArrayList<>(rows.size());
        rows.forEach(row -> samples.add(new WindowSample(
                row.getUUID("target_id"),
                row.getUUID("run_id"),
                row.getInteger("round"),
                row.getString("vantage"),
                row.getOffsetDateTime("scheduled_at").toInstant(),
                Outcome.valueOf(row.getString("outcome")),
                row.getBoolean("suspect"),
                row.getInteger("http_status"),
                row.getLong("ttft_ns"),
                row.getLong("ttfa_ns"),
                row.getLong("latency_ns"),
                row.getLong("end_ns"),
                row.getDouble("itl_ns"),
                row.getDouble("output_tokens_per_second"),
                row.getLong("idle_before_ns"),
                row.getLong("control_error_ns"),
                row.getBigDecimal("cost"),
                row.getString("currency"),
                row.getString("error"))));
        return samples;
    }
}
