package dev.evenkeel.samples;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Cost;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.measurement.Tokens;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One column of the table {@code sample}: its name, the type in which its values travel, and where in a
 * sample they come from. The list of all of them is the mapping, in one place.
 */
record SampleColumn<T>(String name, String pgType, Class<T> javaType, Function<Sample, @Nullable T> value) {
    static final List<SampleColumn<?>> ALL = List.of(
            uuid("id", Sample::id),
            time("scheduled_at", Sample::scheduledAt),
            uuid("campaign_id", Sample::campaignId),
            uuid("run_id", Sample::runId),
            integer("round", Sample::round),
            uuid("target_id", Sample::targetId),
            text("arm", sample -> sample.arm().name()),
            text("vantage", Sample::vantage),
            integer("spec_version", Sample::specVersion),
            time("started_at", Sample::startedAt),
            text("outcome", sample -> sample.outcome().name()),
            text("timeout_phase", sample -> name(sample.timeoutPhase())),
            integer("http_status", Sample::httpStatus),
            clock("scheduling_delay_ns", Clocks::schedulingDelayNs),
            clock("queued_ns", Clocks::queuedNs),
            clock("dns_ns", Clocks::dnsNs),
            clock("tcp_ns", Clocks::tcpNs),
            clock("tls_ns", Clocks::tlsNs),
            clock("connected_ns", Clocks::connectedNs),
            new SampleColumn<>(
                    "connection_reused", "boolean", Boolean.class, of(Sample::clocks, Clocks::connectionReused)),
            clock("sent_ns", Clocks::sentNs),
            clock("headers_ns", Clocks::headersNs),
            clock("first_byte_ns", Clocks::firstByteNs),
            clock("ttft_ns", Clocks::firstTokenNs),
            clock("ttfa_ns", Clocks::firstAnswerNs),
            clock("latency_ns", Clocks::lastTokenNs),
            clock("end_ns", Clocks::endNs),
            bigint("gap_min_ns", of(Sample::chunkGaps, ChunkGaps::minNs)),
            bigint("gap_median_ns", of(Sample::chunkGaps, ChunkGaps::medianNs)),
            bigint("gap_p95_ns", of(Sample::chunkGaps, ChunkGaps::p95Ns)),
            bigint("gap_max_ns", of(Sample::chunkGaps, ChunkGaps::maxNs)),
            bigint("stream_bytes", of(Sample::stream, StreamShape::bytes)),
            integer("stream_events", of(Sample::stream, StreamShape::events)),
            bigint("gap_max_at_ns", of(Sample::stream, StreamShape::longestGapAtNs)),
            integer("stalls", of(Sample::stream, StreamShape::stalls)),
            number("burst_share", of(Sample::stream, StreamShape::burstShare)),
            new SampleColumn<>("buffered", "boolean", Boolean.class, SampleColumn::buffered),
            integer("input_tokens", of(Sample::tokens, Tokens::input)),
            integer("output_tokens", of(Sample::tokens, Tokens::output)),
            integer("reasoning_tokens", of(Sample::tokens, Tokens::reasoning)),
            integer("cached_tokens", of(Sample::tokens, Tokens::cached)),
            integer("streamed_tokens", of(Sample::tokens, Tokens::streamed)),
            integer("token_events", of(Sample::tokens, Tokens::events)),
            text("token_source", of(Sample::tokens, tokens -> tokens.source().name())),
            number("itl_ns", Sample::itlNs),
            number("output_tokens_per_second", Sample::outputTokensPerSecond),
            text("reported_model", Sample::reportedModel),
            text("system_fingerprint", Sample::systemFingerprint),
            text("finish_reason", Sample::finishReason),
            bigint("idle_before_ns", of(Sample::idleBefore, Duration::toNanos)),
            new SampleColumn<>("stale_retry", "boolean", Boolean.class, Sample::staleRetry),
            bigint("client_stall_ns", Sample::clientStallNs),
            bigint("control_error_ns", Sample::controlErrorNs),
            bigint("retry_after_ns", of(Sample::retryAfter, Duration::toNanos)),
            new SampleColumn<>("suspect", "boolean", Boolean.class, Sample::suspect),
            text("suspect_cause", sample -> name(sample.suspectCause())),
            new SampleColumn<>(
                    "cost",
                    "numeric",
                    String.class,
                    of(Sample::cost, cost -> cost.amount().toPlainString())),
            text("currency", of(Sample::cost, Cost::currency)),
            text("error", Sample::error));

    /** All columns' names, as an insert lists them. */
    static String names() {
        return ALL.stream().map(SampleColumn::name).collect(Collectors.joining(", "));
    }

    /** One array parameter per column, as {@code unnest} takes them. */
    static String parameters() {
        return IntStream.range(0, ALL.size())
                .mapToObj(i -> ALL.get(i).parameter(i + 1))
                .collect(Collectors.joining(", "));
    }

    /** The column's values of all rows, as an array parameter. */
    Object valuesOf(List<Sample> rows) {
        Object values = Array.newInstance(javaType, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Array.set(values, i, value.apply(rows.get(i)));
        }
        return values;
    }

    private String parameter(int position) {
        return pgType.equals("numeric")
                ? "$" + position + "::text[]::numeric[]"
                : "$" + position + "::" + pgType + "[]";
    }

    private static SampleColumn<UUID> uuid(String name, Function<Sample, @Nullable UUID> value) {
        return new SampleColumn<>(name, "uuid", UUID.class, value);
    }

    private static SampleColumn<OffsetDateTime> time(String name, Function<Sample, @Nullable Instant> value) {
        return new SampleColumn<>(
                name, "timestamptz", OffsetDateTime.class, of(value, at -> at.atOffset(ZoneOffset.UTC)));
    }

    private static SampleColumn<String> text(String name, Function<Sample, @Nullable String> value) {
        return new SampleColumn<>(name, "text", String.class, value);
    }

    private static SampleColumn<Integer> integer(String name, Function<Sample, @Nullable Integer> value) {
        return new SampleColumn<>(name, "integer", Integer.class, value);
    }

    private static SampleColumn<Long> bigint(String name, Function<Sample, @Nullable Long> value) {
        return new SampleColumn<>(name, "bigint", Long.class, value);
    }

    private static SampleColumn<Long> clock(String name, Function<Clocks, @Nullable Long> clock) {
        return bigint(name, of(Sample::clocks, clock));
    }

    private static SampleColumn<Double> number(String name, Function<Sample, @Nullable Double> value) {
        return new SampleColumn<>(name, "double precision", Double.class, value);
    }

    private static boolean buffered(Sample sample) {
        StreamShape stream = sample.stream();
        return stream != null && stream.buffered();
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static <P, T> Function<Sample, @Nullable T> of(
            Function<Sample, @Nullable P> part, Function<P, @Nullable T> value) {
        return sample -> {
            P present = part.apply(sample);
            return present == null ? null : value.apply(present);
        };
    }
}
