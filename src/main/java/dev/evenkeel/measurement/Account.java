package dev.evenkeel.measurement;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider takes a probe to come from: what it limits the rate of.
 *
 * @param baseUrl with scheme and host in lower case, and without a port that is the usual one
 * @param credential the <em>name</em> of the credential that is sent; absent = none is
 */
public record Account(URI baseUrl, @Nullable String credential) {
    public Account {
        baseUrl = inOneWay(baseUrl);
    }

    /** The same one must not have two limits for being written in two ways. */
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

    public static Account of(ProbeTarget target) {
        return new Account(target.baseUrl(), target.credential());
    }
}
