package dev.evenkeel.samples;

import dev.evenkeel.measurement.Outcome;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What is stored of one run.
 *
 * @param outcomes how many samples of each outcome; those without any are absent
 * @param cost the sum of the samples' costs, as far as they are known
 * @param withoutCost how many samples the provider may have billed without telling for how many tokens
 * @param unauthorized how many samples were answered with HTTP 401 or 402: no credential, a wrong one, or one without money
 */
public record RunTally(Map<Outcome, Long> outcomes, BigDecimal cost, long withoutCost, long unauthorized) {
    public static final RunTally NOTHING = new RunTally(Map.of(), BigDecimal.ZERO, 0, 0);

    public RunTally {
        outcomes = Map.copyOf(outcomes);
    }

    /** How many samples are stored. */
    public long received() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
