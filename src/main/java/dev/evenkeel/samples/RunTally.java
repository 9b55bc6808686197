package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
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
 * @param missed how many probes a prober has told that it did not send, by the reason; it may be wrong about a round
 *     that another prober was given as well
 */
public record RunTally(
        Map<Outcome, Long> outcomes,
        BigDecimal cost,
        long withoutCost,
        long unauthorized,
        Map<MissedRound.Reason, Long> missed) {
    public static final RunTally NOTHING = new RunTally(Map.of(), BigDecimal.ZERO, 0, 0, Map.of());

    public RunTally {
        outcomes = Map.copyOf(outcomes);
        missed = Map.copyOf(missed);
    }

    /** The same run with what is told of its missed rounds. */
    RunTally missing(Map<MissedRound.Reason, Long> told) {
        return new RunTally(outcomes, cost, withoutCost, unauthorized, told);
    }

    /** How many samples are stored. */
    public long received() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
