package dev.evenkeel.egress;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the operator named in {@code evenkeel.egress.allow}. */
record AllowList(List<Network> networks, List<AddressPort> addresses, List<NamePort> names) {
    static final String KEY = "evenkeel.egress.allow";
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[.*\\]|[^:]*):([0-9]{1,5})");
    private static final String EXPECTED =
            "expected a network such as 10.0.0.0/8, or a host or an address and its port such as llm.internal:8000,"
                    + " 127.0.0.1:8089 or [::1]:8089";

    record AddressPort(InetAddress address, int port) {}

    record NamePort(String host, int port) {}

    AllowList {
        networks = List.copyOf(networks);
        addresses = List.copyOf(addresses);
        names = List.copyOf(names);
    }

    /**
     * Reads the entries.
     *
     * @throws IllegalArgumentException naming the key and the entry that can't be read
     */
    static AllowList parse(List<String> entries) {
        List<Network> networks = new ArrayList<>();
        List<AddressPort> addresses = new ArrayList<>();
        List<NamePort> names = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (text.contains("/")) {
                networks.add(network(text));
            } else {
                BaseUrl place = place(text);
                if (place.literal() != null) {
                    addresses.add(new AddressPort(place.literal(), place.port()));
                } else {
                    names.add(new NamePort(place.host(), place.port()));
                }
            }
        }
        return new AllowList(networks, addresses, names);
    }

    /** Whether the operator named the URL's very host and port. */
    boolean allowsName(BaseUrl url) {
        return names.contains(new NamePort(url.host(), url.port()));
    }

    /** Whether the operator named the address with that port, or it alone as a network. */
    boolean allowsItself(InetAddress address, int port) {
        return addresses.contains(new AddressPort(address, port))
                || networks.stream().anyMatch(network -> network.isSingleAddress() && network.contains(address));
    }

    /** Whether the operator named the address with that port, or a network around it. */
    boolean allowsAddress(InetAddress address, int port) {
        return addresses.contains(new AddressPort(address, port))
                || networks.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether a name that the list does not hold may still lead to an address that it does. */
    boolean mayAllowSomeAddressOf(int port) {
        return !networks.isEmpty() || addresses.stream().anyMatch(address -> address.port() == port);
    }

    private static Network network(String entry) {
        try {
            return Network.parse(entry);
        } catch (IllegalArgumentException e) {
            throw refused(entry, e.getMessage());
        }
    }

    private static BaseUrl place(String entry) {
        if (!HOST_AND_PORT.matcher(entry).matches()) {
            throw refused(entry, EXPECTED);
        }
        try {
            return BaseUrl.of(URI.create("https://" + entry));
        } catch (IllegalArgumentException e) {
            throw refused(entry, EXPECTED);
        }
    }

    private static IllegalArgumentException refused(String entry, @Nullable String reason) {
        return new IllegalArgumentException(KEY + " has an entry that can't be used, '" + entry + "': " + reason);
    }
}
