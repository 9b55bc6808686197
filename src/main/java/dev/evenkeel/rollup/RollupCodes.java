package dev.evenkeel.rollup;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import java.util.List;

/** What stands for what in the bytes of a rollup. Lists may grow at their end; what is in them stays where it is. */
final class RollupCodes {
    static final byte FORMAT = 1;
    static final byte NO_SLO_TALLY = 0;
    static final byte ONE_SLO = 1;
    static final byte MIXED_SLOS = 2;

    private static final List<Outcome> OUTCOMES = List.of(
            Outcome.OK,
            Outcome.RATE_LIMITED,
            Outcome.SERVER_ERROR,
            Outcome.CLIENT_ERROR,
            Outcome.CONNECT_ERROR,
            Outcome.TLS_ERROR,
            Outcome.TIMEOUT,
            Outcome.STREAM_ERROR,
            Outcome.EMPTY,
            Outcome.REFUSED_BY_POLICY);

    private static final List<Metric> METRICS =
            List.of(Metric.TTFT, Metric.TTFA, Metric.LATENCY, Metric.ITL, Metric.OUTPUT_TOKENS_PER_SECOND);

    private RollupCodes() {}

    static int of(Outcome outcome) {
        return codeIn(OUTCOMES, outcome);
    }

    static int of(Metric metric) {
        return codeIn(METRICS, metric);
    }

    static Outcome outcome(long code) {
        return OUTCOMES.get(Math.toIntExact(code));
    }

    static Metric metric(long code) {
        return METRICS.get(Math.toIntExact(code));
    }

    private static <T> int codeIn(List<T> codes, T value) {
        int code = codes.indexOf(value);
        if (code < 0) {
            throw new IllegalArgumentException("no code for " + value);
        }
        return code;
    }
}
