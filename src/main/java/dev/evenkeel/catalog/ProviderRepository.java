package dev.evenkeel.catalog;

import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.WritePrecondition;
import dev.evenkeel.measurement.Account;
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
    private static final int RACES_LOST_AT_MOST = 3;

    private final SessionFactory sessions;
    private final Clock clock;

    ProviderRepository(SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
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

    @Override
    public Uni<Map<Account, Integer>> lockedLimits(Session session, Collection<Account> accounts) {
        return session.createSelectionQuery(
                        "from Provider p where p.requestsPerMinute is not null", StoredProvider.class)
                .setReadOnly(true)
                .getResultList()
                .map(limited -> limited.stream()
                        .map(StoredProvider::provider)
                        .filter(provider -> accounts.contains(provider.account()))
                        .map(Provider::name)
                        .toList())
                .chain(names -> names.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : locked(session, names).map(found -> limits(found, accounts)));
    }

    private static Uni<List<StoredProvider>> locked(Session session, List<String> names) {
        return session.createSelectionQuery(
                        "from Provider p where p.name in :names order by p.name", StoredProvider.class)
                .setParameter("names", names)
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList();
    }

    private static Map<Account, Integer> limits(List<StoredProvider> found, Collection<Account> accounts) {
        Map<Account, Integer> limits = new HashMap<>();
        for (StoredProvider stored : found) {
            Provider provider = stored.provider();
            Integer perMinute = provider.requestsPerMinute();
            if (perMinute != null && accounts.contains(provider.account())) {
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
        return sessions.withTransaction(
                        session -> Standstill.bounded(session).chain(() -> put(session, provider, condition)))
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(RACES_LOST_AT_MOST);
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
        return sessions.withTransaction(session -> session.find(StoredProvider.class, name, LockMode.PESSIMISTIC_WRITE)
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
