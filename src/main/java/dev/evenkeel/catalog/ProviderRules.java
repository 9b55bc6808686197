package dev.evenkeel.catalog;

import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Protocol;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a provider must be to be stored. */
@Singleton
final class ProviderRules {
    private static final int DEFAULT_MAX_CONCURRENCY = 8;
    private static final int MOST_CONCURRENCY = 1000;
    private static final int MOST_REQUESTS_PER_MINUTE = 600_000;
    private static final int LONGEST_URL = 2048;

    private final EgressGuard guard;
    private final Credentials credentials;

    ProviderRules(EgressGuard guard, Credentials credentials) {
        this.guard = guard;
        this.credentials = credentials;
    }

    /**
     * The provider that the document describes, defaults filled in.
     *
     * @throws dev.evenkeel.http.ProblemException 422 with everything that is wrong with it
     */
    Provider require(String name, ProviderDocument document) {
        Violations violations =
                new Violations().addUnless(ResourceName.isValid(name), "name", "must match " + ResourceName.REGEX);
        Optional<URI> url = url(document.baseUrl(), violations);
        Optional<Protocol> protocol = protocol(document.protocol(), violations);
        int concurrency = document.maxConcurrency() == null ? DEFAULT_MAX_CONCURRENCY : document.maxConcurrency();
        violations.addUnless(
                concurrency >= 1 && concurrency <= MOST_CONCURRENCY,
                "maxConcurrency",
                "must be from 1 to " + MOST_CONCURRENCY);
        Integer perMinute = document.requestsPerMinute();
        violations.addUnless(
                perMinute == null || (perMinute >= 1 && perMinute <= MOST_REQUESTS_PER_MINUTE),
                "requestsPerMinute",
                "must be from 1 to " + MOST_REQUESTS_PER_MINUTE);
        url.ifPresent(checked -> credential(document.credential(), checked, violations));
        violations.throwIfAny();
        return new Provider(
                name, url.orElseThrow(), protocol.orElseThrow(), document.credential(), concurrency, perMinute);
    }

    private Optional<URI> url(@Nullable String text, Violations violations) {
        if (text == null || text.isBlank()) {
            violations.add("baseUrl", "is required");
            return Optional.empty();
        }
        if (text.length() > LONGEST_URL) {
            violations.add("baseUrl", "must have " + LONGEST_URL + " characters at most");
            return Optional.empty();
        }
        try {
            URI url = new URI(withoutTrailingSlash(text));
            guard.refusalOf(url).ifPresent(refusal -> violations.add("baseUrl", refusal));
            return Optional.of(url);
        } catch (URISyntaxException e) {
            violations.add("baseUrl", "must be a URL such as https://api.example.com/v1");
            return Optional.empty();
        }
    }

    private static String withoutTrailingSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Optional<Protocol> protocol(@Nullable String key, Violations violations) {
        if (key == null) {
            return Optional.of(Protocol.OPENAI_CHAT);
        }
        List<String> known = Arrays.stream(Protocol.values()).map(Protocol::key).toList();
        violations.addUnless(known.contains(key), "protocol", "must be one of " + String.join(", ", known));
        return Protocol.ofKey(key);
    }

    private void credential(@Nullable String name, URI url, Violations violations) {
        if (name != null) {
            credentials.refusalOf(name, url).ifPresent(refusal -> violations.add("credential", refusal));
        }
    }
}
