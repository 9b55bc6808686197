package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedProfilesTest {
    @ParameterizedTest
    @CsvSource({
        "deepseek-v4-pro, provider-a, 0.39, 0.57, 21",
        "deepseek-v4-pro, provider-b, 0.55, 6.3, 541",
        "deepseek-v4-pro, provider-c, 0.73, 6.9, 710",
        "kimi-k2.6, provider-a, 0.35, 5.98, 989",
        "kimi-k2.6, provider-b, 0.43, 1.70, 1266",
        "kimi-k2.6, provider-c, 0.25, 1.08, 102"
    })
    void twoHundredRequestsHaveThePublishedStatistics(
            String model, String provider, double median, double p95, double cvPercent) {
        ServedModel served = served(provider, model, 3, 0.1);

        List<Long> ttfts = ttfts(served, 200);

        assertThat(Sampled.nearestRank(ttfts, 0.5)).isCloseTo(median * 1e8, within(1.0));
        assertThat(Sampled.nearestRank(ttfts, 0.95)).isCloseTo(p95 * 1e8, within(1.0));
        assertThat(100 * Sampled.cvMedian(ttfts)).isCloseTo(cvPercent, Percentage.withPercentage(0.1));
    }

    @ParameterizedTest
    @CsvSource({"kimi-k2.6, provider-c, provider-b, provider-a", "deepseek-v4-pro, provider-a, provider-b, provider-c"})
    void theOrderByP95ShowsAfterTwentyToSixtyDrawsInEverySeed(String model, String best, String middle, String worst) {
        for (long seed = 1; seed <= 200; seed++) {
            List<Long> fast = ttfts(served(best, model, seed, 1), 60);
            List<Long> slower = ttfts(served(middle, model, seed, 1), 60);
            List<Long> slowest = ttfts(served(worst, model, seed, 1), 60);
            for (int n = 20; n <= 60; n++) {
                double p95 = Sampled.nearestRank(slower.subList(0, n), 0.95);
                assertThat(p95)
                        .as("seed=%d n=%d", seed, n)
                        .isGreaterThan(Sampled.nearestRank(fast.subList(0, n), 0.95))
                        .isLessThan(Sampled.nearestRank(slowest.subList(0, n), 0.95));
            }
        }
    }

    @Test
    void providersAndModelsAreDealtIndependently() {
        List<List<Integer>> ranks = PublishedProfiles.providers().stream()
                .flatMap(p -> p.models().keySet().stream().map(m -> ranks(ttfts(served(p.name(), m, 1, 1), 200))))
                .toList();

        assertThat(ranks).hasSize(6).doesNotHaveDuplicates();
    }

    private static List<Integer> ranks(List<Long> ttfts) {
        List<Long> sorted = ttfts.stream().sorted().toList();
        return ttfts.stream().map(sorted::indexOf).toList();
    }

    private static ServedModel served(String provider, String model, long seed, double timeScale) {
        SimulatedProvider simulated = PublishedProfiles.providers().stream()
                .filter(candidate -> candidate.name().equals(provider))
                .findFirst()
                .orElseThrow();
        SimulatorSettings settings = new SimulatorSettings(0, seed, timeScale, 1, List.of(simulated));
        return new ServedModel(
                simulated, model, Objects.requireNonNull(simulated.models().get(model)), settings);
    }

    private static List<Long> ttfts(ServedModel served, int n) {
        return Stream.generate(
                        () -> Objects.requireNonNull(served.next(1, false).ttftNs()))
                .limit(n)
                .toList();
    }
}
