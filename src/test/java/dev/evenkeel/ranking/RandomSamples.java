package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.samples.WindowSample;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Samples of a day with drift, rare outliers, failures, timeouts and suspects; from a seed. */
final class RandomSamples {
    private static final int SECONDS = 86_400;

    private final Probes probes;
    private final Random random;
    private final double outliers;

    RandomSamples(Probes probes, long seed) {
        this.probes = probes;
        this.random = new Random(seed);
        this.outliers = seed % 2 == 0 ? 0 : 0.01;
    }

    List<WindowSample> of(List<String> providers, int perProvider) {
        List<WindowSample> samples = new ArrayList<>();
        for (String provider : providers) {
            probes.unasked(provider);
            double sigma = 0.05 + 0.4 * random.nextDouble();
            for (int i = 0; i < perProvider; i++) {
                samples.add(sample(Probes.idOf(provider), i, (long) i * SECONDS / perProvider, sigma));
            }
        }
        return samples;
    }

    private WindowSample sample(UUID target, int round, long second, double sigma) {
        double ttft = 400e6 * Math.exp(sigma * random.nextGaussian() + 0.1 * Math.sin(second / 9_000.0));
        long ttftNs = (long) (random.nextDouble() < outliers ? 25 * ttft : ttft);
        double kind = random.nextDouble();
        Outcome outcome = kind < 0.96
                ? Outcome.OK
                : kind < 0.98 ? Outcome.TIMEOUT : kind < 0.99 ? Outcome.EMPTY : Outcome.CLIENT_ERROR;
        boolean ok = outcome == Outcome.OK;
        boolean first = ok || (outcome == Outcome.TIMEOUT && random.nextBoolean());
        Instant at = Probes.ASKED_AT.minusSeconds(SECONDS).plusSeconds(second);
        return new WindowSample(
                target,
                new UUID(7, round / 5),
                round % 5,
                Vantage.DEFAULT,
                at,
                outcome,
                random.nextInt(50) == 0,
                200,
                first ? ttftNs : null,
                first ? ttftNs + random.nextInt(5_000_000) : null,
                ok ? ttftNs + 1_000_000_000L + random.nextInt(100_000_000) : null,
                30_000_000_000L,
                ok ? 15e6 + random.nextInt(2_000_000) : null,
                ok ? 60 + random.nextDouble() : null,
                round % 5 == 0 ? 300_000_000_000L : 2_000_000_000L,
                (long) (50_000 * random.nextGaussian()),
                cost(ok),
                ok ? "USD" : null,
                ok ? null : "went wrong");
    }

    private @Nullable BigDecimal cost(boolean ok) {
        return ok ? BigDecimal.valueOf(1 + random.nextInt(9_000), 7) : null;
    }
}
