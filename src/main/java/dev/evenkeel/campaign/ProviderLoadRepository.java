package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Account;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Access to {@code provider_load}. Its rows are written by those alone who hold the lock on their account's limit. */
@Singleton
final class ProviderLoadRepository {
    private static final String READ = "select base_url, credential, second, probes from provider_load"
            + " where base_url in (:urls) and second >= :since";

    private static final String ADD = "insert into provider_load as l (base_url, credential, second, probes) select"
            + " url, credential, second, probes from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as added (url text,"
            + " credential text, second bigint, probes integer) on conflict (base_url, credential, second) do update set"
            + " probes = l.probes + excluded.probes";

    private static final String FORGET = "delete from provider_load where base_url in (:urls) and second < :since";

    private record Row(String url, String credential, long second, int probes) {}

    /** By account and second of the epoch, from that instant on. */
    Uni<Map<Account, NavigableMap<Long, Integer>>> read(Session session, Collection<Account> accounts, Instant since) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(READ, Object[].class)
                .setParameter(
                        "urls",
                        accounts.stream().map(ProviderLoadRepository::url).toList())
                .setParameter("since", since.getEpochSecond())
                .getResultList()
                .map(ProviderLoadRepository::byAccount);
    }

    /** @param forgotten what is older counts for nothing any more */
    Uni<Void> add(Session session, Map<Account, NavigableMap<Long, Integer>> added, Instant forgotten) {
        if (added.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(FORGET)
                .setParameter(
                        "urls",
                        added.keySet().stream().map(ProviderLoadRepository::url).toList())
                .setParameter("since", forgotten.getEpochSecond())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(ADD)
                        .setParameter("rows", CampaignJson.write(rows(added)))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static List<Row> rows(Map<Account, NavigableMap<Long, Integer>> added) {
        List<Row> rows = new ArrayList<>();
        added.forEach((account, seconds) -> seconds.forEach(
                (second, probes) -> rows.add(new Row(url(account), credential(account), second, probes))));
        return rows;
    }

    private static Map<Account, NavigableMap<Long, Integer>> byAccount(List<Object[]> rows) {
        Map<Account, NavigableMap<Long, Integer>> byAccount = new HashMap<>();
        for (Object[] row : rows) {
            String credential = (String) row[1];
            Account account = new Account(URI.create((String) row[0]), credential.isEmpty() ? null : credential);
            byAccount
                    .computeIfAbsent(account, known -> new TreeMap<>())
                    .put(((Number) row[2]).longValue(), ((Number) row[3]).intValue());
        }
        return byAccount;
    }

    private static String url(Account account) {
        return account.baseUrl().toString();
    }

    /** A key has no nulls. */
    private static String credential(Account account) {
        @Nullable String name = account.credential();
        return name == null ? "" : name;
    }
}
