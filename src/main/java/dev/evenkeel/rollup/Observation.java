package dev.evenkeel.rollup;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a summary takes of one sample. Durations in nanoseconds; absent where the event never came.
 *
 * @param suspect whether the instrument can't vouch for the sample
 * @param ttftNs time to first token
 * @param ttfaNs time to first answer
 * @param latencyNs time to the last token of a finished probe, or to the last one seen
 * @param endNs time after which the probe ended or was given up: the lower bound of a timeout's durations;
 *     absent where nothing was sent
 * @param itlNs mean inter-token latency
 * @param outputTokensPerSecond decode speed
 * @param idleBeforeNs time since the schedule last asked this target
 * @param controlErrorNs how far the round's control was measured wrongly; absent where the round had none
 * @param tokens what the provider counted, or we
 * @param cost absent where prices or tokens are not known; {@code currency} with it
 */
public record Observation(
        Outcome outcome,
        boolean suspect,
        @Nullable Long ttftNs,
        @Nullable Long ttfaNs,
        @Nullable Long latencyNs,
        @Nullable Long endNs,
        @Nullable Double itlNs,
        @Nullable Double outputTokensPerSecond,
        @Nullable Long idleBeforeNs,
        @Nullable Long controlErrorNs,
        TokenTotals tokens,
        @Nullable BigDecimal cost,
        @Nullable String currency) {

    /** Whether it belongs to a statistic's {@code n}: vouched for, and not our own doing. */
    public boolean counted() {
        return !suspect && outcome.counted();
    }

    /** As the metric has it; absent where the event never came. */
    @Nullable
    Number seen(Metric metric) {
        return switch (metric) {
            case TTFT -> ttftNs;
            case TTFA -> ttfaNs;
            case LATENCY -> latencyNs;
            case ITL -> itlNs;
            case OUTPUT_TOKENS_PER_SECOND -> outputTokensPerSecond;
            case AVAILABILITY -> null;
        };
    }
}
