package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.TargetRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a ranking must know of a campaign.
 *
 * @param specVersion the workload version in force
 * @param targets the targets in force, by id
 * @param formerTargets the targets that were in force once and are no more, by id
 * @param roundSettles how long after its instant a round may still bring samples
 * @param connections on which connections its targets are probed
 * @param vantages from which they are probed
 * @param slo absent = the campaign sets none
 */
public record RankableCampaign(
        UUID id,
        String name,
        String model,
        int specVersion,
        Map<UUID, TargetRef> targets,
        Map<UUID, TargetRef> formerTargets,
        RankingDefaults ranking,
        Duration roundSettles,
        Connections connections,
        List<String> vantages,
        @Nullable Slo slo) {
    public RankableCampaign {
        targets = Map.copyOf(targets);
        formerTargets = Map.copyOf(formerTargets);
        vantages = List.copyOf(vantages);
    }

    /** The campaign with another least number of samples for a target to be ranked. */
    public RankableCampaign withMinSamples(int minSamples) {
        var policy = new RankingDefaults(
                ranking.metric(),
                ranking.statistic(),
                ranking.window(),
                minSamples,
                ranking.minAvailability(),
                ranking.idleThreshold());
        return new RankableCampaign(
                id, name, model, specVersion, targets, formerTargets, policy, roundSettles, connections, vantages, slo);
    }

    /** The campaign as it was asked about in another version of its workload, with those of its targets that answered then. */
    public RankableCampaign inVersion(int version, Set<UUID> answered) {
        Map<UUID, TargetRef> asked = new HashMap<>(formerTargets);
        asked.putAll(targets);
        asked.keySet().retainAll(answered);
        return new RankableCampaign(
                id, name, model, version, asked, Map.of(), ranking, roundSettles, connections, vantages, slo);
    }

    /**
     * The campaign's ranking policy.
     *
     * @param minAvailability fraction in [0, 1]
     * @param idleThreshold a probe that its target had not been asked for longer than this counts as a cold start
     */
    public record RankingDefaults(
            Metric metric,
            Statistic statistic,
            Duration window,
            int minSamples,
            double minAvailability,
            Duration idleThreshold) {}
}
