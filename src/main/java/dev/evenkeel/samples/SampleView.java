package dev.evenkeel.samples;

import dev.evenkeel.measurement.TargetRef;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sample as the API shows it: durations in milliseconds, absent where they can't be known. */
@Schema(name = "Sample", description = "What was observed of one probe. A field that can't be known is absent.")
record SampleView(
        UUID id,
        UUID run,
        int round,
        TargetRef target,
        Instant scheduledAt,
        @Nullable Instant startedAt,
        String outcome,
        @Nullable String timeoutPhase,
        @Nullable Integer httpStatus,
        @Nullable Double ttftMs,
        @Nullable Double ttftWarmMs,
        @Nullable Double ttfaMs,
        @Nullable Double latencyMs,
        @Nullable Double ttftIntendedMs,
        @Nullable Double latencyIntendedMs,
        @Nullable Double elapsedMs,
        @Nullable Double schedulingDelayMs,
        @Nullable Double dnsMs,
        @Nullable Double tcpMs,
        @Nullable Double tlsMs,
        @Nullable Double connectMs,
        @Nullable Boolean connectionReused,
        @Nullable Double itlMs,
        @Nullable Double outputTokensPerSecond,
        @Nullable InterChunk interChunkMs,
        @Nullable Integer inputTokens,
        @Nullable Integer outputTokens,
        @Nullable Integer reasoningTokens,
        @Nullable Integer cachedTokens,
        @Nullable String tokenSource,
        @Nullable String reportedModel,
        @Nullable String systemFingerprint,
        @Nullable String finishReason,
        @Nullable Double idleBeforeMs,
        boolean staleRetry,
        String vantage,
        String connection,
        int specVersion,
        @Nullable Double clientStallMs,
        boolean suspect,
        @Nullable BigDecimal cost,
        @Nullable String currency,
        @Nullable String error) {

    /** Gaps between successive token-bearing events, in milliseconds. */
    record InterChunk(double min, double p50, double p95, double max) {}

    static SampleView of(Row row, TargetRef target) {
        Long ttftNs = row.getLong("ttft_ns");
        Long latencyNs = row.getLong("latency_ns");
        Long delayNs = row.getLong("scheduling_delay_ns");
        Long connectedNs = row.getLong("connected_ns");
        return new SampleView(
                row.getUUID("id"),
                row.getUUID("run_id"),
                row.getInteger("round"),
                target,
                instant(row, "scheduled_at"),
                row.getOffsetDateTime("started_at") == null ? null : instant(row, "started_at"),
                row.getString("outcome"),
                row.getString("timeout_phase"),
                row.getInteger("http_status"),
                ms(ttftNs),
                ms(difference(ttftNs, connectedNs)),
                ms(row.getLong("ttfa_ns")),
                ms(latencyNs),
                ms(sum(ttftNs, delayNs)),
                ms(sum(latencyNs, delayNs)),
                ms(row.getLong("end_ns")),
                ms(delayNs),
                ms(row.getLong("dns_ns")),
                ms(row.getLong("tcp_ns")),
                ms(row.getLong("tls_ns")),
                ms(connectedNs),
                row.getBoolean("connection_reused"),
                ms(row.getDouble("itl_ns")),
                row.getDouble("output_tokens_per_second"),
                interChunk(row),
                row.getInteger("input_tokens"),
                row.getInteger("output_tokens"),
                row.getInteger("reasoning_tokens"),
                row.getInteger("cached_tokens"),
                row.getString("token_source"),
                row.getString("reported_model"),
                row.getString("system_fingerprint"),
                row.getString("finish_reason"),
                ms(row.getLong("idle_before_ns")),
                row.getBoolean("stale_retry"),
                row.getString("vantage"),
                Objects.requireNonNull(row.getString("arm"), "arm").toLowerCase(Locale.ROOT),
                row.getInteger("spec_version"),
                ms(row.getLong("client_stall_ns")),
                row.getBoolean("suspect"),
                row.getBigDecimal("cost"),
                row.getString("currency"),
                row.getString("error"));
    }

    private static @Nullable InterChunk interChunk(Row row) {
        Double min = ms(row.getLong("gap_min_ns"));
        Double median = ms(row.getLong("gap_median_ns"));
        Double p95 = ms(row.getLong("gap_p95_ns"));
        Double max = ms(row.getLong("gap_max_ns"));
        return min == null || median == null || p95 == null || max == null
                ? null
                : new InterChunk(min, median, p95, max);
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column), column).toInstant();
    }

    private static @Nullable Long sum(@Nullable Long left, @Nullable Long right) {
        return left == null || right == null ? null : left + right;
    }

    private static @Nullable Long difference(@Nullable Long left, @Nullable Long right) {
        return left == null || right == null ? null : left - right;
    }

    /** Nanoseconds as milliseconds, cut to microseconds. */
    private static @Nullable Double ms(@Nullable Number ns) {
        return ns == null ? null : Math.round(ns.doubleValue() / 1e3) / 1e3;
    }
}
