package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.samples.WindowSample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How right the probers measured over a ranking's window, by the controls that were asked beside its rounds.
 *
 * @param ttftErrorMs how far a control's time to first token was measured wrongly; absent where no control was measured
 * @param n controls that were measured, one a round at most; those of suspect rounds among them
 * @param suspectShare share of the window's samples that are suspect, in [0, 1]; absent where there is no sample
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Instrument(
        @Nullable TtftError ttftErrorMs, long n, @Nullable Double suspectShare) {
    /** Magnitudes in milliseconds: nearest-rank quantiles, and the largest. */
    record TtftError(double p50, double p99, double max) {
        private static TtftError of(long[] sortedNs) {
            return new TtftError(quantile(sortedNs, 50), quantile(sortedNs, 99), quantile(sortedNs, 100));
        }

        /** In milliseconds, to the microsecond. */
        private static double quantile(long[] sortedNs, int percent) {
            long ns = sortedNs[Math.toIntExact(NearestRank.of(percent, sortedNs.length)) - 1];
            return Math.rint(ns / 1e3) / 1e3;
        }
    }

    static Instrument of(List<WindowSample> samples) {
        Map<Round, Long> byRound = new HashMap<>();
        for (WindowSample sample : samples) {
            if (sample.controlErrorNs() != null) {
                byRound.putIfAbsent(Round.of(sample), sample.controlErrorNs());
            }
        }
        long[] errors = byRound.values().stream().mapToLong(Math::abs).sorted().toArray();
        long suspect = samples.stream().filter(WindowSample::suspect).count();
        return new Instrument(
                errors.length == 0 ? null : TtftError.of(errors),
                errors.length,
                samples.isEmpty() ? null : Decimals.ratio(suspect / (double) samples.size()));
    }
}
