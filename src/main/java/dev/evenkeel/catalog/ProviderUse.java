package dev.evenkeel.catalog;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Tells which campaigns use a provider. Implemented by whoever keeps campaigns. */
public interface ProviderUse {
    Uni<List<String>> campaignsUsing(String provider);
}
