package dev.evenkeel.campaign;

import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.Vantage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as its owner defines it, defaults filled in. Built from a client's document by {@link SpecReader},
 * which is where the bounds of its values are checked.
 *
 * @param description free text for readers; absent = none
 * @param model the model that all targets are said to serve, as readers know it
 * @param targets unique by provider and model, in the client's order
 * @param slo absent = the campaign sets none
 * @param budget absent = no bound
 * @param pauseOnFailure whether the campaign is paused once a target answers 401 or 402, or once its budget has kept a
 *     firing from running
 * @param connections on which connections each round probes each target
 * @param vantages from which each round is asked, each at the same instant; at least one, each once
 */
public record CampaignSpec(
        @Nullable String description,
        String model,
        List<Target> targets,
        Workload workload,
        ScheduleSpec schedule,
        Rounds rounds,
        ProbeTimeouts timeouts,
        @Nullable Slo slo,
        RankingDefaults ranking,
        @Nullable Budget budget,
        boolean pauseOnFailure,
        Connections connections,
        List<String> vantages) {

    /** The time-outs of a campaign that sets none. */
    public static final ProbeTimeouts DEFAULT_TIMEOUTS = new ProbeTimeouts(
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(2));

    /** The ranking policy of a campaign that sets none. */
    public static final RankingDefaults DEFAULT_RANKING =
            new RankingDefaults(Metric.TTFT, Statistic.CV, Duration.ofHours(24), 30, 0.95, Duration.ofMinutes(10));

    /** The vantages of a campaign that names none. */
    static final List<String> DEFAULT_VANTAGES = List.of(Vantage.DEFAULT);

    public CampaignSpec {
        targets = List.copyOf(targets);
        vantages = List.copyOf(vantages);
    }

    /** A campaign with every default. */
    public static CampaignSpec of(String model, List<Target> targets, ScheduleSpec schedule) {
        return new CampaignSpec(
                null,
                model,
                targets,
                Workload.DEFAULT,
                schedule,
                Rounds.DEFAULT,
                DEFAULT_TIMEOUTS,
                null,
                DEFAULT_RANKING,
                null,
                false,
                Connections.REUSE,
                DEFAULT_VANTAGES);
    }

    /**
     * Whether probes of the two ask all targets for different work, so that their samples must not be mixed. The
     * requests of single targets are compared with {@link StoredTarget}, which remembers removed ones. Other
     * connections or vantages are no different work: samples are kept apart by both anyway.
     */
    boolean asksDifferentlyFrom(CampaignSpec other) {
        return !workload.equals(other.workload) || !timeouts.equals(other.timeouts);
    }

    /** The currency of the targets' prices; absent unless all of them have a price in the same one. */
    Optional<String> currency() {
        Set<String> currencies = targets.stream()
                .map(target -> target.price() == null ? "" : target.price().currency())
                .collect(Collectors.toSet());
        return currencies.size() == 1 && !currencies.contains("")
                ? Optional.of(currencies.iterator().next())
                : Optional.empty();
    }

    /**
     * A model at a provider.
     *
     * @param request merged into the body of every request to it; empty = nothing
     * @param price absent = the cost of its probes is not known
     */
    public record Target(
            TargetRef ref,
            Map<String, Object> request,
            @Nullable Price price) {
        public Target {
            request = Collections.unmodifiableMap(new LinkedHashMap<>(request));
        }

        public static Target of(String provider, String model) {
            return new Target(new TargetRef(provider, model), Map.of(), null);
        }
    }

    /**
     * What each probe asks.
     *
     * @param maxOutputTokens at least 1
     * @param temperature in [0, 2]
     */
    public record Workload(Prompt prompt, int maxOutputTokens, double temperature, Cache cache) {
        public static final Workload DEFAULT = new Workload(new Prompt.Synthetic(200), 64, 0, Cache.BUST);
    }

    /**
     * What a campaign may use in a day of UTC; at least one of the two is present.
     *
     * @param probesPerDay at least 1
     * @param costPerDay in the currency of the targets' prices, above 0
     */
    public record Budget(
            @Nullable Long probesPerDay, @Nullable BigDecimal costPerDay) {}

    /** What is to happen with the providers' prompt caches. */
    public enum Cache {
        /** Each round's prompt starts with a nonce of its own, so that no cache matches. */
        BUST
    }

    /** How many probes a round has of each target. */
    int probesOfTarget() {
        return connections.arms().size() * vantages.size();
    }

    /** Where the prompt comes from. */
    public sealed interface Prompt {
        /** Handles each kind; a new kind breaks every caller. */
        <T> T match(Function<Synthetic, T> synthetic, Function<Fixed, T> fixed);

        /**
         * Text made up by us.
         *
         * @param inputTokens about how many tokens the prompt has; tokenisers differ, by 20 % or so
         */
        record Synthetic(int inputTokens) implements Prompt {
            @Override
            public <T> T match(Function<Synthetic, T> synthetic, Function<Fixed, T> fixed) {
                return synthetic.apply(this);
            }
        }

        /** The owner's own messages. */
        record Fixed(List<ChatMessage> messages) implements Prompt {
            public Fixed {
                messages = List.copyOf(messages);
            }

            @Override
            public <T> T match(Function<Synthetic, T> synthetic, Function<Fixed, T> fixed) {
                return fixed.apply(this);
            }
        }
    }

    /**
     * How many rounds a run has.
     *
     * @param count at least 1
     * @param spacing from one round's start to the next one's
     */
    public record Rounds(int count, Duration spacing) {
        public static final Rounds DEFAULT = new Rounds(1, Duration.ofSeconds(2));
    }
}
