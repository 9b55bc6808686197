package dev.evenkeel.catalog;

import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.WritePrecondition;
import dev.evenkeel.measurement.Account;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;

/** Access to {@code provider}. */
@Singleton
final class ProviderRepository implements Providers {
    private final SessionFactory sessions;
    private final Transactions transactions;
    private final Clock clock;

    ProviderRepository(SessionFactory sessions, Transactions transactions, Clock clock) {
        this.sessions = sessions;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Uni<Map<String, Provider>> byName(Collection<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from Provider p where p.name in :names", StoredProvider.class)
                        .setParameter("names", names)
                        .getResultList())
                .map(found -> found.stream()
                        .map(StoredProvider::provider)
                        .collect(Collectors.toMap(Provider::name, provider -> provider)));
    }

    /** A base URL may be stored in several ways, so that accounts are compared here; there are few providers with a limit. */
    @Override
    public Uni<Map<Account, Integer>> lockedLimits(Session session, Collection<Account> accounts) {
        return session.createSelectionQuery(
                        "from Provider p where p.requestsPerMinute is not null", StoredProvider.class)
                .getResultList()
                .map(found -> found.stream()
                        .map(StoredProvider::provider)
                        .filter(provider -> accounts.contains(provider.account()))
                        .toList())
                .call(limited -> lock(session, limited))
                .map(ProviderRepository::limits);
    }

    private static Uni<Void> lock(Session session, List<Provider> providers) {
        return providers.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery("select name from provider where name in (:names) order by name for update")
                        .setParameter(
                                "names", providers.stream().map(Provider::name).toList())
                        .getResultList()
                        .replaceWithVoid();
    }

    private static Map<Account, Integer> limits(List<Provider> limited) {
        Map<Account, Integer> limits = new HashMap<>();
        for (Provider provider : limited) {
            Integer perMinute = provider.requestsPerMinute();
            if (perMinute != null) {
                limits.merge(provider.account(), perMinute, Math::min);
            }
        }
        return limits;
    }

    @Override
    public Uni<Boolean> put(Provider provider) {
        return put(provider, WritePrecondition.NONE);
    }

    /** Two that create the same provider at once both succeed: the second finds what the first has made. */
    Uni<Boolean> put(Provider provider, WritePrecondition condition) {
        return transactions.retrying(session -> put(session, provider, condition));
    }

    private Uni<Boolean> put(Session session, Provider provider, WritePrecondition condition) {
        return session.find(StoredProvider.class, provider.name(), LockMode.PESSIMISTIC_WRITE)
                .invoke(stored -> condition.check(Optional.ofNullable(stored).map(StoredProvider::entityTag)))
                .chain(stored -> {
                    if (stored == null) {
                        return session.persist(new StoredProvider(provider, clock.instant()))
                                .chain(session::flush)
                                .replaceWith(true);
                    }
                    stored.replaceBy(provider, clock.instant());
                    return session.flush().replaceWith(false);
                });
    }

    Uni<StoredProvider> get(String name) {
        return sessions.withSession(session -> session.find(StoredProvider.class, name))
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("provider", name));
    }

    /** Providers in the order of their names. */
    Uni<Page<ProviderView>> page(PageRequest request) {
        String after = request.after() == null ? "" : request.after().key().get(0);
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from Provider p where p.name > :after order by p.name", StoredProvider.class)
                        .setParameter("after", after)
                        .setMaxResults(request.fetchLimit())
                        .getResultList())
                .map(found -> found.stream().map(ProviderView::of).toList())
                .map(found -> request.page(found, provider -> Cursor.of(provider.name())));
    }

    /** Gives whether there was one; the table of targets keeps one that is in use. */
    Uni<Boolean> delete(String name, WritePrecondition condition) {
        return transactions
                .in(session -> session.find(StoredProvider.class, name, LockMode.PESSIMISTIC_WRITE)
                        .chain(stored -> stored == null
                                ? Uni.createFrom().item(false)
                                : delete(session, stored, condition).replaceWith(true)))
                .onFailure(ConstraintViolationException.class)
                .transform(inUse -> ProblemException.conflict("provider " + name + " is used by a campaign"));
    }

    private static Uni<Void> delete(Session session, StoredProvider stored, WritePrecondition condition) {
        condition.check(Optional.of(stored.entityTag()));
        return session.remove(stored).chain(session::flush);
    }
}
