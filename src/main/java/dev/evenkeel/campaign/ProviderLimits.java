package dev.evenkeel.campaign;

import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.measurement.Account;
import dev.evenkeel.samples.SampleLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * What providers allow over all processes: how many requests a minute, and that they are left alone after a 429 that says for
 * how long. Counted where rounds are claimed, in the store, since probers know nothing of each other.
 */
@Singleton
final class ProviderLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** No prober takes a cool-down to be longer. */
    private static final Duration LONGEST_COOL_DOWN = Duration.ofHours(1);

    private final Providers providers;
    private final CampaignRepository campaigns;
    private final ProviderLoadRepository loads;
    private final SampleLog samples;
    private final SchedulerConfig config;

    ProviderLimits(
            Providers providers,
            CampaignRepository campaigns,
            ProviderLoadRepository loads,
            SampleLog samples,
            SchedulerConfig config) {
        this.providers = providers;
        this.campaigns = campaigns;
        this.loads = loads;
        this.samples = samples;
        this.config = config;
    }

    /** Opens the limits of all that locked runs ask. Until the transaction ends nobody else counts against them. */
    Uni<SendingLimits> open(Session session, List<StoredRun> due, Instant now) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(SendingLimits.none());
        }
        Set<Account> accounts = due.stream()
                .flatMap(run -> run.plan().targets().stream())
                .map(Account::of)
                .collect(Collectors.toSet());
        return coolDowns(session, now)
                .chain(coolDowns -> providers
                        .lockedLimits(session, accounts)
                        .chain(perMinute -> loads.read(session, perMinute.keySet(), now.minus(minute()))
                                .map(planned -> new SendingLimits(coolDowns, perMinute, planned, minute()))));
    }

    /** Stores what has been let pass. */
    Uni<Void> close(Session session, SendingLimits limits, Instant now) {
        return loads.add(session, limits.added(), now.minus(minute()));
    }

    /** Each of two probes may be sent up to the tolerance after its instant, so that their instants must lie that much farther apart. */
    private Duration minute() {
        return MINUTE.plus(config.tolerance());
    }

    private Uni<Map<Account, Instant>> coolDowns(Session session, Instant now) {
        return samples.askedToWait(now.minus(LONGEST_COOL_DOWN)).chain(untils -> {
            untils.values().removeIf(until -> !until.isAfter(now));
            return untils.isEmpty() ? Uni.createFrom().item(Map.of()) : accountsOf(session, untils);
        });
    }

    private Uni<Map<Account, Instant>> accountsOf(Session session, Map<UUID, Instant> untils) {
        return campaigns
                .targetsById(session, untils.keySet())
                .chain(targets -> providers
                        .byName(targets.stream()
                                .map(target -> target.ref().provider())
                                .collect(Collectors.toSet()))
                        .map(found -> byAccount(targets, found, untils)));
    }

    private static Map<Account, Instant> byAccount(
            List<StoredTarget> targets, Map<String, Provider> found, Map<UUID, Instant> untils) {
        Map<Account, Instant> byAccount = new HashMap<>();
        for (StoredTarget target : targets) {
            Provider provider = found.get(target.ref().provider());
            Instant until = untils.get(target.id());
            if (provider != null && until != null) {
                byAccount.merge(provider.account(), until, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return byAccount;
    }
}
