package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.rollup.ControlRollup;
import dev.evenkeel.rollup.NearestRank;
import dev.evenkeel.rollup.Sketch;
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

        private static TtftError of(Sketch errors, double maxNs) {
            return new TtftError(
                    milliseconds(Math.min(maxNs, errors.quantile(50))),
                    milliseconds(Math.min(maxNs, errors.quantile(99))),
                    milliseconds(maxNs));
        }

        private static double quantile(long[] sortedNs, int percent) {
            return milliseconds((double) sortedNs[Math.toIntExact(NearestRank.of(percent, sortedNs.length)) - 1]);
        }

        /** To the microsecond. */
        private static double milliseconds(double ns) {
            return Math.rint(ns / 1e3) / 1e3;
        }
    }

    /** @param controls of rounds that are each in one of them; quantiles to 0.5 % */
    static Instrument of(List<ControlRollup> controls, long suspect, long samples) {
        Sketch errors = Sketch.sum(controls.stream().map(ControlRollup::errors).toList());
        long max = controls.stream().mapToLong(ControlRollup::maxNs).max().orElse(0);
        return new Instrument(
                errors.n() == 0 ? null : TtftError.of(errors, (double) max),
                errors.n(),
                samples == 0 ? null : Decimals.ratio(suspect / (double) samples));
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
