package dev.evenkeel.rollup;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
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
public record Observed(double value, boolean lowerBound) {
    public static Optional<Observed> of(Metric metric, Observation sample) {
        if (sample.outcome() == Outcome.OK) {
            return exact(sample.seen(metric));
        }
        if (sample.outcome() != Outcome.TIMEOUT) {
            return Optional.empty();
        }
        return switch (metric) {
            case TTFT, TTFA -> exact(sample.seen(metric)).or(() -> atLeast(sample.endNs()));
            case LATENCY -> atLeast(sample.endNs());
            case ITL, OUTPUT_TOKENS_PER_SECOND, AVAILABILITY -> Optional.empty();
        };
    }

    private static Optional<Observed> exact(@Nullable Number value) {
        return sane(value).map(v -> new Observed(v, false));
    }

    private static Optional<Observed> atLeast(@Nullable Number value) {
        return sane(value).map(v -> new Observed(v, true));
    }

    /** No duration and no rate is negative; a record from Kafka that says so tells nothing. */
    private static Optional<Double> sane(@Nullable Number value) {
        return Optional.ofNullable(value)
                .map(Number::doubleValue)
                .filter(number -> Double.isFinite(number) && number >= 0);
    }
}
