package dev.evenkeel.egress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A secret, how it is sent, and where it may be sent to.
 *
 * @param secret what to send now; empty while it can't be read
 * @param file where it is read from again; empty for one that stands in the configuration
 */
record BoundCredential(
        HeaderFormat header, List<BaseUrl> origins, Supplier<Optional<Secret>> secret, Optional<SecretFile> file) {
    BoundCredential {
        origins = List.copyOf(origins);
    }

    /**
     * Reads one credential's configuration.
     *
     * @param key of the entry, such as {@code evenkeel.credentials.example}
     * @throws IllegalArgumentException naming the key that is wrong, never showing the secret
     */
    static BoundCredential configured(String key, CredentialsConfig.Entry entry, EgressGuard guard) {
        if (entry.value().isPresent() == entry.file().isPresent()) {
            throw new IllegalArgumentException("exactly one of " + key + ".value and " + key + ".file must be set");
        }
        List<String> origins = entry.origins().orElse(List.of());
        if (origins.isEmpty()) {
            throw new IllegalArgumentException(key + ".origins must name an origin such as https://api.example.com");
        }
        HeaderFormat header = naming(key + ".header", () -> HeaderFormat.parse(entry.header()));
        List<BaseUrl> places = naming(
                key + ".origins",
                () -> origins.stream()
                        .map(origin -> origin(origin.strip(), guard))
                        .toList());
        if (entry.file().isPresent()) {
            SecretFile file =
                    naming(key + ".file", () -> new SecretFile(entry.file().get()));
            return new BoundCredential(header, places, file::current, Optional.of(file));
        }
        Optional<Secret> value = naming(key + ".value", () -> entry.value().map(Secret::new));
        return new BoundCredential(header, places, () -> value, Optional.empty());
    }

    boolean isBoundTo(BaseUrl url) {
        return origins.stream().anyMatch(url::hasSameOrigin);
    }

    private static BaseUrl origin(String text, EgressGuard guard) {
        URI url = uri(text);
        guard.refusalOf(url).ifPresent(refusal -> {
            throw new IllegalArgumentException("has an entry that can't be used, '" + text + "': " + refusal);
        });
        if (Stream.of("", "/").noneMatch(url.getRawPath()::equals)) {
            throw new IllegalArgumentException("takes origins without a path, unlike '" + text + "'");
        }
        return BaseUrl.of(url);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("has an entry that is no URL, '" + text + "'", e);
        }
    }

    private static <T> T naming(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return header.name() + ": (secret) for " + origins;
    }
}
