package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Price;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one round takes from a budget before its samples tell what it really cost. Meant to be too high rather than
 * too low: every probe is taken to use all the output that it may, and prompts are counted with a margin for
 * tokenisers that differ.
 *
 * @param probes one for each target on each kind of connection at each vantage
 * @param cost zero where no target has a price
 */
record RoundEstimate(int probes, BigDecimal cost) {
    private static final double TOKENISER_MARGIN = 1.3;
    private static final int TOKENS_OF_NONCE = 32;
    private static final int BYTES_PER_TOKEN = 3;

    private record Asked(
            Map<String, Object> request, @Nullable Price price) {}

    static RoundEstimate of(CampaignSpec spec) {
        return of(
                spec.workload(),
                spec.probesOfTarget(),
                spec.targets().size(),
                spec.targets().stream().map(target -> new Asked(target.request(), target.price())));
    }

    static RoundEstimate of(RunPlan plan) {
        Workload workload = new WorkloadReader(new Violations()).read(plan.workload());
        return of(
                workload,
                plan.probesOfTarget(),
                plan.targets().size(),
                plan.targets().stream().map(target -> new Asked(target.request(), target.price())));
    }

    /** @param times how often each target is asked */
    private static RoundEstimate of(Workload workload, int times, int targets, Stream<Asked> asked) {
        long input = inputTokens(workload.prompt());
        BigDecimal cost = asked.filter(target -> target.price() != null)
                .map(target -> costOf(target, input, workload.maxOutputTokens()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new RoundEstimate(targets * times, cost.multiply(BigDecimal.valueOf(times)));
    }

    private static BigDecimal costOf(Asked target, long input, int maxOutputTokens) {
        Price price = target.price();
        return price == null ? BigDecimal.ZERO : price.costOf(input, outputTokens(target.request(), maxOutputTokens));
    }

    /** A target's own limit replaces the workload's; providers know it by either name. */
    private static long outputTokens(Map<String, Object> request, int maxOutputTokens) {
        return Stream.of("max_tokens", "max_completion_tokens")
                .map(request::get)
                .filter(Number.class::isInstance)
                .mapToLong(limit -> ((Number) limit).longValue())
                .filter(limit -> limit > 0)
                .max()
                .orElse(maxOutputTokens);
    }

    private static long inputTokens(Prompt prompt) {
        return TOKENS_OF_NONCE
                + prompt.match(
                        synthetic -> Math.round(synthetic.inputTokens() * TOKENISER_MARGIN), RoundEstimate::tokensOf);
    }

    private static long tokensOf(Prompt.Fixed prompt) {
        return prompt.messages().stream()
                .mapToLong(message -> message.content().getBytes(StandardCharsets.UTF_8).length / BYTES_PER_TOKEN + 8)
                .sum();
    }
}
