package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Account;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
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

    private static final String ADD = "insert into provider_load (base_url, credential, second, probes) values (:url,"
            + " :credential, :second, :probes) on conflict (base_url, credential, second) do update set probes ="
            + " provider_load.probes + excluded.probes";

    private static final String FORGET =
            "delete from provider_load where base_url = :url and credential = :credential and second < :since";

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
        return Multi.createFrom()
                .iterable(added.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> session.createNativeQuery(FORGET)
                        .setParameter("url", url(entry.getKey()))
                        .setParameter("credential", credential(entry.getKey()))
                        .setParameter("since", forgotten.getEpochSecond())
                        .executeUpdate()
                        .chain(() -> add(session, entry.getKey(), entry.getValue())))
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Void> add(Session session, Account account, NavigableMap<Long, Integer> seconds) {
        return Multi.createFrom()
                .iterable(seconds.entrySet())
                .onItem()
                .transformToUniAndConcatenate(second -> session.createNativeQuery(ADD)
                        .setParameter("url", url(account))
                        .setParameter("credential", credential(account))
                        .setParameter("second", second.getKey())
                        .setParameter("probes", second.getValue())
                        .executeUpdate())
                .onItem()
                .ignoreAsUni();
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
