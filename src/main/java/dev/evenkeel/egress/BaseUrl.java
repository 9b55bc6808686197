package dev.evenkeel.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a base URL leads, in the one form in which two of them can be compared.
 *
 * @param scheme {@code https} or {@code http}
 * @param host in lower case; an IPv6 address in brackets
 * @param port 1 to 65535, the scheme's default where the URL names none
 * @param literal the address, where the host is one; absent = the host is a name
 */
record BaseUrl(
        String scheme, String host, int port, @Nullable InetAddress literal) {
    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::([0-9]{0,5}))?");

    /** What is wrong with the form of a URL, wherever it leads; empty if {@link #of} takes it. */
    static Optional<String> malformationOf(URI url) {
        if (url.isOpaque() || url.getRawAuthority() == null || !isHttp(url)) {
            return Optional.of("must be an absolute URL such as https://api.example.com/v1");
        }
        if (url.getRawAuthority().contains("@")) {
            return Optional.of("must not carry a user or a password; name a credential instead");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of("must not have a query or a fragment");
        }
        if (!url.toString().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("must be written in ASCII: percent-encode the path, use xn-- for the host");
        }
        return authorityMalformation(url.getRawAuthority());
    }

    /** Of a URL that {@link #malformationOf} finds nothing wrong with. */
    static BaseUrl of(URI url) {
        malformationOf(url).ifPresent(reason -> {
            throw new IllegalArgumentException("url " + reason);
        });
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String authority = url.getRawAuthority();
        String host = hostOf(authority);
        int port = portOf(authority).orElse(scheme.equals("https") ? 443 : 80);
        return new BaseUrl(
                scheme, host, port, IpLiteral.parse(withoutBrackets(host)).orElse(null));
    }

    boolean isPlainHttp() {
        return scheme.equals("http");
    }

    /** Whether the host is a name that means this machine by definition (RFC 6761). */
    boolean isLocalhost() {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    /** Scheme, host and port; without the port where it is the scheme's default. */
    String origin() {
        boolean usual = port == (isPlainHttp() ? 80 : 443);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }

    boolean hasSameOrigin(BaseUrl other) {
        return scheme.equals(other.scheme) && port == other.port && hostKey().equals(other.hostKey());
    }

    private Object hostKey() {
        return literal == null ? host : literal;
    }

    private static boolean isHttp(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    }

    private static Optional<String> authorityMalformation(String authority) {
        String host = hostOf(authority);
        if (!AUTHORITY.matcher(authority).matches()
                || portOf(authority).filter(p -> p < 1 || p > 65535).isPresent()) {
            return Optional.of("must name a host, and a port from 1 to 65535 if any");
        }
        if (host.startsWith("[")) {
            return IpLiteral.parse(withoutBrackets(host))
                            .filter(Inet6Address.class::isInstance)
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("must write an IPv6 address without a zone and not mapped, such as [2001:db8::1]");
        }
        if (IpLiteral.looksLikeIpv4(host)) {
            return IpLiteral.parse(host).isPresent()
                    ? Optional.empty()
                    : Optional.of("must write an IPv4 address as four decimal numbers, such as 192.0.2.1");
        }
        return HOST_NAME.matcher(host).matches()
                ? Optional.empty()
                : Optional.of("must name a host of letters, digits and hyphens, without a dot at its end");
    }

    private static String hostOf(String authority) {
        var matcher = AUTHORITY.matcher(authority);
        return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    private static Optional<Integer> portOf(String authority) {
        var matcher = AUTHORITY.matcher(authority);
        return matcher.matches()
                ? Optional.ofNullable(matcher.group(2))
                        .filter(p -> !p.isEmpty())
                        .map(Integer::valueOf)
                : Optional.empty();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
