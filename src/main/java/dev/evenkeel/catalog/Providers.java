package dev.evenkeel.catalog;

import dev.evenkeel.measurement.Account;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The catalog of providers, for the packages that plan with them. */
public interface Providers {
    /** Those of the named providers that exist, by name. */
    Uni<Map<String, Provider>> byName(Collection<String> names);

    /**
     * How many requests a minute those of the accounts may have that have a limit, the least of the providers that share one.
     * Locked until the transaction ends.
     */
    Uni<Map<Account, Integer>> lockedLimits(Session session, Collection<Account> accounts);

    /**
     * Creates or replaces a provider, whatever is stored.
     *
     * @return whether it was created
     */
    Uni<Boolean> put(Provider provider);
}
