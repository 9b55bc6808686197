package dev.evenkeel.catalog;

import dev.evenkeel.measurement.Protocol;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of {@code provider}. */
@Entity(name = "Provider")
@Table(name = "provider")
@DynamicUpdate
class StoredProvider {
    @Id
    private String name;

    @Column(name = "base_url")
    private String baseUrl;

    private String protocol;

    private @Nullable String credential;

    @Column(name = "max_concurrency")
    private int maxConcurrency;

    @Column(name = "requests_per_minute")
    private @Nullable Integer requestsPerMinute;

    /** Counts changes. */
    private long version;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected StoredProvider() {}

    StoredProvider(Provider provider, Instant now) {
        name = provider.name();
        baseUrl = provider.baseUrl().toString();
        protocol = provider.protocol().key();
        credential = provider.credential();
        maxConcurrency = provider.maxConcurrency();
        requestsPerMinute = provider.requestsPerMinute();
        version = 1;
        createdAt = now;
        updatedAt = now;
    }

    /** Leaves the row alone where nothing changes. */
    void replaceBy(Provider provider, Instant now) {
        if (provider.equals(provider())) {
            return;
        }
        baseUrl = provider.baseUrl().toString();
        protocol = provider.protocol().key();
        credential = provider.credential();
        maxConcurrency = provider.maxConcurrency();
        requestsPerMinute = provider.requestsPerMinute();
        version++;
        updatedAt = now;
    }

    Provider provider() {
        Protocol known = Protocol.ofKey(protocol)
                .orElseThrow(() -> new IllegalStateException("provider " + name + " has an unknown protocol"));
        return new Provider(name, URI.create(baseUrl), known, credential, maxConcurrency, requestsPerMinute);
    }

    /** Changes with every change, and with a new provider of the same name. */
    String entityTag() {
        return createdAt.toEpochMilli() + "-" + version;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
