package dev.evenkeel.catalog;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** The catalog of providers, for the packages that plan with them. */
public interface Providers {
    /** Those of the named providers that exist, by name. */
    Uni<Map<String, Provider>> byName(Collection<String> names);

    /**
     * Creates or replaces a provider, whatever is stored.
     *
     * @return whether it was created
     */
    Uni<Boolean> put(Provider provider);
}
