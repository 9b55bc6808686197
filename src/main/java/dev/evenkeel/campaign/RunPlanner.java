package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Target;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.pipeline.Vantages;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a run of a firing. No I/O: what it needs is given, what it makes still has to be stored. */
@Singleton
final class RunPlanner {
    private final SchedulerConfig config;
    private final Vantages vantages;

    RunPlanner(SchedulerConfig config, Vantages vantages) {
        this.config = config;
        this.vantages = vantages;
    }

    /**
     * Plans a run and notes in its targets when they will have been asked.
     *
     * @param targets the campaign's targets in force
     * @param providers theirs, by name
     */
    StoredRun plan(
            StoredCampaign campaign,
            CampaignSpec spec,
            List<StoredTarget> targets,
            Map<String, Provider> providers,
            RunTrigger trigger,
            Firing firing,
            Instant now) {
        UUID id = trigger == RunTrigger.SCHEDULE ? StoredRun.idOf(campaign.id(), firing.nominal()) : UUID.randomUUID();
        RunPlan plan = new RunPlan(
                campaign.name(),
                SpecWriter.workload(spec.workload()),
                spec.timeouts(),
                spec.rounds().count(),
                spec.rounds().spacing(),
                config.tolerance(),
                spec.connections(),
                spec.vantages(),
                probeTargets(spec, targets, providers, firing.fireAt()));
        Duration grace = spec.timeouts().total().plus(config.tolerance()).plus(config.ingestGrace());
        StoredRun run = new StoredRun(id, campaign.id(), trigger, firing, campaign.specVersion(), plan, grace, now);
        Instant lastAsked = plan.lastRoundAt(run.fireAt());
        targets.forEach(target -> target.asked(lastAsked));
        return run;
    }

    /** A run that could not be planned in time starts as soon as its first round can still be handed over ahead of it. */
    Firing feasible(Firing firing, Instant now) {
        Instant earliest = now.plus(config.lead().dividedBy(4));
        return firing.fireAt().isBefore(earliest) ? new Firing(firing.nominal(), earliest) : firing;
    }

    private List<ProbeTarget> probeTargets(
            CampaignSpec spec, List<StoredTarget> targets, Map<String, Provider> providers, Instant fireAt) {
        Map<TargetRef, Target> specified =
                spec.targets().stream().collect(Collectors.toMap(Target::ref, Function.identity()));
        List<ProbeTarget> planned = new ArrayList<>();
        for (StoredTarget target : targets) {
            Target wanted = specified.get(target.ref());
            Provider provider = providers.get(target.ref().provider());
            if (wanted == null || provider == null) {
                throw new IllegalStateException("target " + target.ref() + " is not in the campaign or the catalog");
            }
            planned.add(new ProbeTarget(
                    target.id(),
                    target.ref(),
                    provider.baseUrl(),
                    provider.protocol(),
                    provider.credential(),
                    ofOneVantage(provider.maxConcurrency()),
                    wanted.request(),
                    wanted.price(),
                    idleBefore(target.lastAskedAt(), fireAt)));
        }
        return planned;
    }

    /** Probers at two vantages know nothing of each other, and other campaigns may ask from any of them. */
    private int ofOneVantage(int maxConcurrency) {
        return Math.max(1, maxConcurrency / vantages.names().size());
    }

    /** Runs may overlap where one was triggered: then the target is not idle at all. */
    private static @Nullable Duration idleBefore(@Nullable Instant lastAsked, Instant fireAt) {
        if (lastAsked == null) {
            return null;
        }
        return lastAsked.isAfter(fireAt) ? Duration.ZERO : Duration.between(lastAsked, fireAt);
    }
}
