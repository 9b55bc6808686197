package dev.evenkeel.campaign;

import dev.evenkeel.catalog.Providers;
import dev.evenkeel.measurement.Account;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * What providers allow over all processes: how many requests a minute, and that they are left alone after a 429 that says for
 * how long. Counted where rounds are claimed, in the store, since probers know nothing of each other.
 */
@Singleton
final class ProviderLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Providers providers;
    private final ProviderLoadRepository loads;
    private final CampaignRepository campaigns;
    private final CoolDowns coolDowns;
    private final SchedulerConfig config;

    ProviderLimits(
            Providers providers,
            ProviderLoadRepository loads,
            CampaignRepository campaigns,
            CoolDowns coolDowns,
            SchedulerConfig config) {
        this.providers = providers;
        this.loads = loads;
        this.campaigns = campaigns;
        this.coolDowns = coolDowns;
        this.config = config;
    }

    /**
     * Opens the limits of all that locked runs ask. Until the transaction ends nobody else counts against them.
     *
     * @param coolDowns until when accounts asked to be left alone
     */
    Uni<SendingLimits> open(Session session, List<StoredRun> due, Map<Account, Instant> coolDowns, Instant now) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(SendingLimits.none());
        }
        Set<Account> accounts = due.stream()
                .flatMap(run -> run.plan().targets().stream())
                .map(Account::of)
                .collect(Collectors.toSet());
        return providers
                .lockedLimits(session, accounts)
                .chain(perMinute -> loads.read(session, perMinute.keySet(), now.minus(minute()))
                        .map(planned -> new SendingLimits(coolDowns, perMinute, planned, minute())));
    }

    /** Stores what has been let pass; a target that was refused in the last round of a run was not asked by it. */
    Uni<Void> close(Session session, SendingLimits limits, List<ClaimedRounds> claimed, Instant now) {
        return loads.add(session, limits.added(), now.minus(minute()))
                .chain(() -> campaigns.forgetAsked(session, claimed));
    }

    /** Until when accounts asked to be left alone. */
    Uni<Map<Account, Instant>> coolDowns(Instant now) {
        return coolDowns.at(now);
    }

    /** Each of two probes may be sent up to the tolerance after its instant, so that their instants must lie that much farther apart. */
    private Duration minute() {
        return MINUTE.plus(config.tolerance());
    }
}
