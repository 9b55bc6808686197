package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.WindowSample;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one sample says about a metric. Statistics are over successes and over timeouts: left out, a
 * timeout would reward the provider. A timeout counts with what was seen before it ran out; where the
 * event never came, and for {@code latency} always, with the time after which the probe was given up. It
 * says nothing of token rates, as the provider's count of tokens never came.
 *
 * @param value nanoseconds, or tokens per second
 * @param lowerBound whether the true value is at least this
 */
record Observed(double value, boolean lowerBound) {
    static Optional<Observed> of(Metric metric, WindowSample sample) {
        if (sample.outcome() == Outcome.OK) {
            return exact(seen(metric, sample));
        }
        if (sample.outcome() != Outcome.TIMEOUT) {
            return Optional.empty();
        }
        return switch (metric) {
            case TTFT, TTFA -> exact(seen(metric, sample)).or(() -> atLeast(sample.endNs()));
            case LATENCY -> atLeast(sample.endNs());
            case ITL, OUTPUT_TOKENS_PER_SECOND, AVAILABILITY -> Optional.empty();
        };
    }

    private static @Nullable Number seen(Metric metric, WindowSample sample) {
        return switch (metric) {
            case TTFT -> sample.ttftNs();
            case TTFA -> sample.ttfaNs();
            case LATENCY -> sample.latencyNs();
            case ITL -> sample.itlNs();
            case OUTPUT_TOKENS_PER_SECOND -> sample.outputTokensPerSecond();
            case AVAILABILITY -> null;
        };
    }

    private static Optional<Observed> exact(@Nullable Number value) {
        return finite(value).map(v -> new Observed(v, false));
    }

    private static Optional<Observed> atLeast(@Nullable Number value) {
        return finite(value).map(v -> new Observed(v, true));
    }

    private static Optional<Double> finite(@Nullable Number value) {
        return Optional.ofNullable(value).map(Number::doubleValue).filter(Double::isFinite);
    }
}
