package dev.evenkeel.campaign;

import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.measurement.Account;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Until when accounts asked to be left alone, whichever prober was told, and for whichever campaign. */
@Singleton
final class CoolDowns {
    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final Providers providers;
    private final SampleLog samples;

    CoolDowns(Transactions transactions, CampaignRepository campaigns, Providers providers, SampleLog samples) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.providers = providers;
        this.samples = samples;
    }

    /** Those that are not over. */
    Uni<Map<Account, Instant>> at(Instant now) {
        return samples.askedToWait(now)
                .chain(untils -> untils.isEmpty() ? Uni.createFrom().item(Map.of()) : accountsOf(untils));
    }

    private Uni<Map<Account, Instant>> accountsOf(Map<UUID, Instant> untils) {
        return transactions
                .in(session -> campaigns.targetsById(session, untils.keySet()))
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
