package dev.evenkeel.samples;

import dev.evenkeel.samples.SampleView.InterChunk;
import dev.evenkeel.samples.SampleView.Stream;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One column of the CSV: its name, which is the path of the field in the JSON, and its value. New columns go to the end,
 * so that a reader that counts columns goes on reading the right ones.
 */
record CsvColumn(String name, Function<SampleView, @Nullable Object> value) {
    /** What a spreadsheet takes for the start of a formula. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);

    static final List<CsvColumn> ALL = List.of(
            new CsvColumn("id", SampleView::id),
            new CsvColumn("run", SampleView::run),
            new CsvColumn("round", SampleView::round),
            new CsvColumn("target.provider", sample -> sample.target().provider()),
            new CsvColumn("target.model", sample -> sample.target().model()),
            new CsvColumn("scheduledAt", SampleView::scheduledAt),
            new CsvColumn("startedAt", SampleView::startedAt),
            new CsvColumn("outcome", SampleView::outcome),
            new CsvColumn("timeoutPhase", SampleView::timeoutPhase),
            new CsvColumn("httpStatus", SampleView::httpStatus),
            new CsvColumn("ttftMs", SampleView::ttftMs),
            new CsvColumn("ttftWarmMs", SampleView::ttftWarmMs),
            new CsvColumn("ttfaMs", SampleView::ttfaMs),
            new CsvColumn("latencyMs", SampleView::latencyMs),
            new CsvColumn("ttftIntendedMs", SampleView::ttftIntendedMs),
            new CsvColumn("latencyIntendedMs", SampleView::latencyIntendedMs),
            new CsvColumn("elapsedMs", SampleView::elapsedMs),
            new CsvColumn("schedulingDelayMs", SampleView::schedulingDelayMs),
            new CsvColumn("queuedMs", SampleView::queuedMs),
            new CsvColumn("dnsMs", SampleView::dnsMs),
            new CsvColumn("tcpMs", SampleView::tcpMs),
            new CsvColumn("tlsMs", SampleView::tlsMs),
            new CsvColumn("connectMs", SampleView::connectMs),
            new CsvColumn("connectionReused", SampleView::connectionReused),
            new CsvColumn("itlMs", SampleView::itlMs),
            new CsvColumn("outputTokensPerSecond", SampleView::outputTokensPerSecond),
            gap("min", InterChunk::min),
            gap("p50", InterChunk::p50),
            gap("p95", InterChunk::p95),
            gap("max", InterChunk::max),
            stream("bytes", Stream::bytes),
            stream("events", Stream::events),
            stream("longestGapAtMs", Stream::longestGapAtMs),
            stream("stalls", Stream::stalls),
            stream("burstShare", Stream::burstShare),
            new CsvColumn("buffered", SampleView::buffered),
            new CsvColumn("inputTokens", SampleView::inputTokens),
            new CsvColumn("outputTokens", SampleView::outputTokens),
            new CsvColumn("reasoningTokens", SampleView::reasoningTokens),
            new CsvColumn("cachedTokens", SampleView::cachedTokens),
            new CsvColumn("tokenSource", SampleView::tokenSource),
            foreign("reportedModel", SampleView::reportedModel),
            foreign("systemFingerprint", SampleView::systemFingerprint),
            foreign("finishReason", SampleView::finishReason),
            new CsvColumn("idleBeforeMs", SampleView::idleBeforeMs),
            new CsvColumn("staleRetry", SampleView::staleRetry),
            new CsvColumn("vantage", SampleView::vantage),
            new CsvColumn("connection", SampleView::connection),
            new CsvColumn("specVersion", SampleView::specVersion),
            new CsvColumn("clientStallMs", SampleView::clientStallMs),
            new CsvColumn("controlErrorMs", SampleView::controlErrorMs),
            new CsvColumn("retryAfterMs", SampleView::retryAfterMs),
            new CsvColumn("suspect", SampleView::suspect),
            new CsvColumn("suspectCause", SampleView::suspectCause),
            new CsvColumn("cost", SampleView::cost),
            new CsvColumn("currency", SampleView::currency),
            foreign("error", SampleView::error));

    /** A row: numbers and truth values as such, all else as text. */
    static @Nullable Object[] valuesOf(SampleView sample) {
        return ALL.stream().map(column -> plain(column.value().apply(sample))).toArray();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    private static CsvColumn gap(String name, Function<InterChunk, Double> value) {
        return new CsvColumn("interChunkMs." + name, sample -> {
            InterChunk gaps = sample.interChunkMs();
            return gaps == null ? null : value.apply(gaps);
        });
    }

    private static CsvColumn stream(String name, Function<Stream, @Nullable Object> value) {
        return new CsvColumn("stream." + name, sample -> {
            Stream stream = sample.stream();
            return stream == null ? null : value.apply(stream);
        });
    }

    /** Text that a provider may have a say in: an apostrophe keeps a spreadsheet from computing it. */
    private static CsvColumn foreign(String name, Function<SampleView, @Nullable String> value) {
        return new CsvColumn(name, sample -> {
            String text = value.apply(sample);
            return text != null && FORMULA.matcher(text).matches() ? "'" + text : text;
        });
    }
}
