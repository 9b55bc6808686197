package dev.evenkeel.samples;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.measurement.SuspectCause;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.TimeoutPhase;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Makes a sample of its row again: the way back of {@link SampleColumn}. */
final class SampleRow {
    private SampleRow() {}

    static Sample read(Row row, TargetRef target) {
        OffsetDateTime startedAt = row.getOffsetDateTime("started_at");
        String suspectCause = row.getString("suspect_cause");
        String timeoutPhase = row.getString("timeout_phase");
        Long idleBeforeNs = row.getLong("idle_before_ns");
        Long retryAfterNs = row.getLong("retry_after_ns");
        return new Sample(
                row.getUUID("id"),
                row.getUUID("campaign_id"),
                row.getUUID("run_id"),
                row.getInteger("round"),
                row.getUUID("target_id"),
                target,
                ConnectionArm.valueOf(row.getString("arm")),
                row.getString("vantage"),
                row.getInteger("spec_version"),
                row.getOffsetDateTime("scheduled_at").toInstant(),
                startedAt == null ? null : startedAt.toInstant(),
                Outcome.valueOf(row.getString("outcome")),
                timeoutPhase == null ? null : TimeoutPhase.valueOf(timeoutPhase),
                row.getInteger("http_status"),
                clocks(row),
                chunkGaps(row),
                stream(row),
                tokens(row),
                row.getString("reported_model"),
                row.getString("system_fingerprint"),
                row.getString("finish_reason"),
                idleBeforeNs == null ? null : Duration.ofNanos(idleBeforeNs),
                row.getBoolean("stale_retry"),
                row.getLong("client_stall_ns"),
                row.getLong("control_error_ns"),
                retryAfterNs == null ? null : Duration.ofNanos(retryAfterNs),
                row.getBoolean("suspect"),
                suspectCause == null ? null : SuspectCause.valueOf(suspectCause),
                cost(row),
                row.getString("error"));
    }

    private static @Nullable Clocks clocks(Row row) {
        Long schedulingDelayNs = row.getLong("scheduling_delay_ns");
        if (schedulingDelayNs == null) {
            return null;
        }
        return new Clocks(
                schedulingDelayNs,
                row.getLong("queued_ns"),
                row.getLong("dns_ns"),
                row.getLong("tcp_ns"),
                row.getLong("tls_ns"),
                row.getLong("connected_ns"),
                row.getBoolean("connection_reused"),
                row.getLong("sent_ns"),
                row.getLong("headers_ns"),
                row.getLong("first_byte_ns"),
                row.getLong("ttft_ns"),
                row.getLong("ttfa_ns"),
                row.getLong("latency_ns"),
                row.getLong("end_ns"));
    }

    private static @Nullable ChunkGaps chunkGaps(Row row) {
        Long minNs = row.getLong("gap_min_ns");
        return minNs == null
                ? null
                : new ChunkGaps(
                        minNs, row.getLong("gap_median_ns"), row.getLong("gap_p95_ns"), row.getLong("gap_max_ns"));
    }

    private static @Nullable StreamShape stream(Row row) {
        Long bytes = row.getLong("stream_bytes");
        return bytes == null
                ? null
                : new StreamShape(
                        bytes,
                        row.getInteger("stream_events"),
                        row.getLong("gap_max_at_ns"),
                        row.getInteger("stalls"),
                        row.getDouble("burst_share"),
                        row.getBoolean("buffered"));
    }

    private static @Nullable Tokens tokens(Row row) {
        String source = row.getString("token_source");
        return source == null
                ? null
                : new Tokens(
                        row.getInteger("input_tokens"),
                        row.getInteger("output_tokens"),
                        row.getInteger("reasoning_tokens"),
                        row.getInteger("cached_tokens"),
                        row.getInteger("streamed_tokens"),
                        row.getInteger("token_events"),
                        TokenSource.valueOf(source));
    }

    private static @Nullable Cost cost(Row row) {
        BigDecimal amount = row.getBigDecimal("cost");
        String currency = row.getString("currency");
        return amount == null || currency == null ? null : new Cost(amount, currency);
    }
}
