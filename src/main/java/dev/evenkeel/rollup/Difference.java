package dev.evenkeel.rollup;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** In what a kept rollup can differ from one that was computed anew. */
public enum Difference {
    /** Nothing is kept. */
    MISSING,
    /** There is no sample for what is kept. */
    UNFOUNDED,
    OUTCOMES,
    TOKENS,
    COSTS,
    /** How many met the SLO, where both were counted by the same. */
    GOODPUT,
    CONTROLS,
    /** Moments by more than 1e-9 relative, or any bin of a sketch. */
    METRICS,
    TTFT_BY_IDLE;

    private static final double ROUNDING = 1e-9;

    /** Counts, sketches and costs must be equal, moments to 1e-9 relative. Counted by different SLOs is no difference. */
    public static List<Difference> between(@Nullable Rollup kept, @Nullable Rollup expected) {
        if (kept == null) {
            return expected == null ? List.of() : List.of(MISSING);
        }
        if (expected == null) {
            return List.of(UNFOUNDED);
        }
        List<Difference> found = new ArrayList<>();
        addUnless(kept.outcomes().equals(expected.outcomes()) && kept.suspect() == expected.suspect(), OUTCOMES, found);
        addUnless(kept.tokens().equals(expected.tokens()), TOKENS, found);
        addUnless(plain(kept.costs()).equals(plain(expected.costs())), COSTS, found);
        addUnless(sameGoodput(kept.slo(), expected.slo()), GOODPUT, found);
        addUnless(kept.controls().equals(expected.controls()), CONTROLS, found);
        addUnless(sameMetrics(kept, expected), METRICS, found);
        addUnless(kept.ttftByIdle().equals(expected.ttftByIdle()), TTFT_BY_IDLE, found);
        return List.copyOf(found);
    }

    private static void addUnless(boolean same, Difference difference, List<Difference> found) {
        if (!same) {
            found.add(difference);
        }
    }

    /** Equal however many zeros they end in. */
    private static Map<String, BigDecimal> plain(Map<String, BigDecimal> costs) {
        Map<String, BigDecimal> plain = new TreeMap<>();
        costs.forEach((currency, amount) -> plain.put(currency, amount.stripTrailingZeros()));
        return plain;
    }

    private static boolean sameGoodput(@Nullable SloTally kept, @Nullable SloTally expected) {
        if (kept == null || expected == null) {
            return kept == null && expected == null;
        }
        return kept.mixed() || !expected.isBy(kept.slo()) || kept.met() == expected.met();
    }

    private static boolean sameMetrics(Rollup kept, Rollup expected) {
        return kept.metrics().keySet().equals(expected.metrics().keySet())
                && kept.metrics().keySet().stream()
                        .allMatch(metric -> same(kept.metric(metric), expected.metric(metric)));
    }

    private static boolean same(MetricRollup kept, MetricRollup expected) {
        return kept.successes().equals(expected.successes())
                && kept.timeouts().equals(expected.timeouts())
                && kept.lowerBounds() == expected.lowerBounds()
                && same(kept.moments(), expected.moments());
    }

    /** Squares are of deviations from the mean: what rounding leaves of them is relative to the mean's own square. */
    private static boolean same(Moments kept, Moments expected) {
        double mean = Math.abs(expected.mean());
        return kept.n() == expected.n()
                && kept.min() == expected.min()
                && kept.max() == expected.max()
                && Math.abs(kept.mean() - expected.mean()) <= ROUNDING * mean
                && Math.abs(kept.m2() - expected.m2())
                        <= ROUNDING * (expected.m2() + expected.n() * mean * mean * ROUNDING);
    }
}
