package dev.evenkeel.catalog;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A provider as the API shows it. */
@Schema(name = "ProviderView", description = "A provider, its defaults filled in.")
record ProviderView(
        String name,
        String baseUrl,
        String protocol,
        @Nullable String credential,
        int maxConcurrency,
        @Nullable Integer requestsPerMinute,
        Instant createdAt,
        Instant updatedAt) {
    static ProviderView of(StoredProvider stored) {
        Provider provider = stored.provider();
        return new ProviderView(
                provider.name(),
                provider.baseUrl().toString(),
                provider.protocol().key(),
                provider.credential(),
                provider.maxConcurrency(),
                provider.requestsPerMinute(),
                stored.createdAt(),
                stored.updatedAt());
    }
}
