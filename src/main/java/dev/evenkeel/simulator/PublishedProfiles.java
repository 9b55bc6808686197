package dev.evenkeel.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Three providers of two models whose times to first token have the published median, 95th percentile
 * and {@code cvMedian}:
 *
 * <table>
 * <caption>seconds, and cvMedian as a ratio</caption>
 * <tr><th>model</th><th>provider</th><th>median</th><th>p95</th><th>cvMedian</th></tr>
 * <tr><td>deepseek-v4-pro</td><td>provider-a</td><td>0.39</td><td>0.57</td><td>0.21</td></tr>
 * <tr><td>deepseek-v4-pro</td><td>provider-b</td><td>0.55</td><td>6.30</td><td>5.41</td></tr>
 * <tr><td>deepseek-v4-pro</td><td>provider-c</td><td>0.73</td><td>6.90</td><td>7.10</td></tr>
 * <tr><td>kimi-k2.6</td><td>provider-a</td><td>0.35</td><td>5.98</td><td>9.89</td></tr>
 * <tr><td>kimi-k2.6</td><td>provider-b</td><td>0.43</td><td>1.70</td><td>12.66</td></tr>
 * <tr><td>kimi-k2.6</td><td>provider-c</td><td>0.25</td><td>1.08</td><td>1.02</td></tr>
 * </table>
 *
 * <p>A deck of 200 has one outlier at most, its greatest value, which carries the published spread. The
 * slowest tenth apart from it lies close around the p95 and clear of the other providers' slowest
 * tenths: so the order by p95 shows after 20 draws already.
 */
public final class PublishedProfiles {
    public static final String DEEPSEEK = "deepseek-v4-pro";
    public static final String KIMI = "kimi-k2.6";

    private PublishedProfiles() {}

    /** {@code provider-a}, {@code provider-b}, {@code provider-c}, each serving both models, without faults. */
    public static List<SimulatedProvider> providers() {
        return List.of(
                provider(
                        "provider-a",
                        QuantileTable.of(0, .29, .25, .345, .5, .39, .75, .44, .9, .51, .95, .57, 1, .671),
                        QuantileTable.of(
                                0, .25, .25, .31, .5, .35, .75, .40, .9, .52, .905, 5.75, .95, 5.98, .995, 6.3, 1,
                                43.824),
                        Duration.ofMillis(18)),
                provider(
                        "provider-b",
                        QuantileTable.of(
                                0, .40, .25, .49, .5, .55, .75, .62, .9, .75, .905, 6.15, .95, 6.3, .995, 6.45, 1,
                                35.697),
                        QuantileTable.of(
                                0, .31, .25, .38, .5, .43, .75, .49, .9, .64, .905, 1.58, .95, 1.70, .995, 1.95, 1,
                                77.343),
                        Duration.ofMillis(24)),
                provider(
                        "provider-c",
                        QuantileTable.of(
                                0, .52, .25, .65, .5, .73, .75, .83, .9, 1.0, .905, 6.75, .95, 6.9, .995, 7.1, 1,
                                69.934),
                        QuantileTable.of(0, .19, .25, .225, .5, .25, .75, .28, .9, .34, .905, 1.0, .95, 1.08, 1, 1.179),
                        Duration.ofMillis(14)));
    }

    private static SimulatedProvider provider(
            String name, QuantileTable deepseek, QuantileTable kimi, Duration tokenGap) {
        return new SimulatedProvider(
                name,
                Map.of(DEEPSEEK, new LatencyProfile(deepseek, tokenGap), KIMI, new LatencyProfile(kimi, tokenGap)),
                FaultShares.NONE);
    }
}
