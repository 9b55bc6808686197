package dev.evenkeel.probe;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * Where requests go: what a connection, once open, can be used again for.
 *
 * @param tls whether the scheme is https
 * @param host lower case; an IPv6 address without its brackets
 */
record Origin(boolean tls, String host, int port) {
    Origin {
        Objects.requireNonNull(host, "host");
    }

    /** @throws IllegalArgumentException where the URL is not http(s) with a host */
    static Origin of(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        String host = url.getHost();
        if (host == null || !(tls || scheme.equals("http"))) {
            throw new IllegalArgumentException("url must be http or https and have a host");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = url.getPort() >= 0 ? url.getPort() : defaultPort(tls);
        return new Origin(tls, bare.toLowerCase(Locale.ROOT), port);
    }

    /** The value of the Host header. */
    String authority() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return port == defaultPort(tls) ? bracketed : bracketed + ":" + port;
    }

    private static int defaultPort(boolean tls) {
        return tls ? 443 : 80;
    }
}
