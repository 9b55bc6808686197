package dev.evenkeel.campaign;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Access to {@code campaign_spend}. Its rows are locked after those of runs, in the order of their keys. */
@Singleton
final class SpendRepository {
    /** What was used on those days, as far as anything was. */
    Uni<Map<SpendKey, StoredSpend>> read(Session session, Collection<UUID> campaignIds, Collection<LocalDate> days) {
        if (campaignIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createSelectionQuery(
                        "from Spend s where s.campaignId in :campaigns and s.day in :days", StoredSpend.class)
                .setParameter("campaigns", campaignIds)
                .setParameter("days", days)
                .getResultList()
                .map(SpendRepository::byKey);
    }

    /** The same with a row for every key, which nobody else changes until the transaction ends. */
    Uni<Map<SpendKey, StoredSpend>> lock(Session session, Collection<SpendKey> keys) {
        return Multi.createFrom()
                .iterable(new TreeSet<>(keys))
                .onItem()
                .transformToUniAndConcatenate(key -> lock(session, key))
                .collect()
                .asList()
                .map(SpendRepository::byKey);
    }

    private static Uni<StoredSpend> lock(Session session, SpendKey key) {
        return session.createNativeQuery(
                        "insert into campaign_spend (campaign_id, day, probes, cost) values (:campaign, :day, 0, 0) on"
                                + " conflict do nothing")
                .setParameter("campaign", key.campaignId())
                .setParameter("day", key.day())
                .executeUpdate()
                .chain(() -> session.find(StoredSpend.class, key, LockMode.PESSIMISTIC_WRITE));
    }

    private static Map<SpendKey, StoredSpend> byKey(List<StoredSpend> rows) {
        Map<SpendKey, StoredSpend> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }
}
