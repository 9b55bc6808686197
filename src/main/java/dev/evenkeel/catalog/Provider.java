package dev.evenkeel.catalog;

import dev.evenkeel.measurement.Account;
import dev.evenkeel.measurement.Protocol;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An inference API.
 *
 * @param baseUrl with scheme and host in lower case, and without a port that is the usual one
 * @param credential the name of the credential to send; absent = none is sent
 * @param maxConcurrency how many requests may be under way there at once, at least 1
 * @param requestsPerMinute how many may be sent with its credential in any minute, at least 1; absent = any number
 */
public record Provider(
        String name,
        URI baseUrl,
        Protocol protocol,
        @Nullable String credential,
        int maxConcurrency,
        @Nullable Integer requestsPerMinute) {
    public Provider {
        baseUrl = inOneWay(baseUrl);
    }

    /** A base URL tells whose limits are counted: the same one must not be written in two ways. */
    private static URI inOneWay(URI url) {
        String scheme = url.getScheme();
        String host = url.getHost();
        if (scheme == null || host == null) {
            return url;
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        boolean usual = url.getPort() == -1 || url.getPort() == (lower.equals("https") ? 443 : 80);
        return URI.create(lower + "://" + host.toLowerCase(Locale.ROOT) + (usual ? "" : ":" + url.getPort())
                + Objects.requireNonNullElse(url.getRawPath(), ""));
    }

    /** Whom it takes its probes to come from. */
    public Account account() {
        return new Account(baseUrl, credential);
    }
}
