package dev.evenkeel.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells what an address is, by the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its successors) and
 * the addresses at which clouds give out credentials.
 */
final class AddressKinds {
    private record Range(Network network, AddressKind kind) {}

    /** The first that contains an address tells its kind. */
    private static final List<Range> RANGES = List.of(
            // AWS, Azure and GCP; AWS containers and pods; Alibaba; Oracle; Azure's wire server; AWS and GCP on IPv6
            range("169.254.169.254/32", AddressKind.METADATA),
            range("169.254.170.2/32", AddressKind.METADATA),
            range("169.254.170.23/32", AddressKind.METADATA),
            range("100.100.100.200/32", AddressKind.METADATA),
            range("192.0.0.192/32", AddressKind.METADATA),
            range("168.63.129.16/32", AddressKind.METADATA),
            range("fd00:ec2::254/128", AddressKind.METADATA),
            range("fd00:ec2::23/128", AddressKind.METADATA),
            range("fd20:ce::254/128", AddressKind.METADATA),
            range("255.255.255.255/32", AddressKind.BROADCAST),
            range("0.0.0.0/8", AddressKind.UNSPECIFIED),
            range("10.0.0.0/8", AddressKind.PRIVATE),
            range("100.64.0.0/10", AddressKind.SHARED),
            range("127.0.0.0/8", AddressKind.LOOPBACK),
            range("169.254.0.0/16", AddressKind.LINK_LOCAL),
            range("172.16.0.0/12", AddressKind.PRIVATE),
            range("192.0.0.0/24", AddressKind.RESERVED),
            range("192.0.2.0/24", AddressKind.DOCUMENTATION),
            range("192.88.99.0/24", AddressKind.RESERVED),
            range("192.168.0.0/16", AddressKind.PRIVATE),
            range("198.18.0.0/15", AddressKind.BENCHMARK),
            range("198.51.100.0/24", AddressKind.DOCUMENTATION),
            range("203.0.113.0/24", AddressKind.DOCUMENTATION),
            range("224.0.0.0/4", AddressKind.MULTICAST),
            range("240.0.0.0/4", AddressKind.RESERVED),
            range("0.0.0.0/0", AddressKind.PUBLIC),
            range("::/128", AddressKind.UNSPECIFIED),
            range("::1/128", AddressKind.LOOPBACK),
            range("::/96", AddressKind.TRANSLATED),
            range("64:ff9b::/96", AddressKind.TRANSLATED),
            range("64:ff9b:1::/48", AddressKind.TRANSLATED),
            range("2001::/32", AddressKind.TRANSLATED),
            range("2002::/16", AddressKind.TRANSLATED),
            range("2001:2::/48", AddressKind.BENCHMARK),
            range("2001:db8::/32", AddressKind.DOCUMENTATION),
            range("3fff::/20", AddressKind.DOCUMENTATION),
            range("2001::/23", AddressKind.RESERVED),
            range("fc00::/7", AddressKind.UNIQUE_LOCAL),
            range("fe80::/10", AddressKind.LINK_LOCAL),
            range("fec0::/10", AddressKind.PRIVATE),
            range("ff00::/8", AddressKind.MULTICAST),
            range("2000::/3", AddressKind.PUBLIC));

    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");

    private AddressKinds() {}

    static AddressKind of(InetAddress address) {
        return RANGES.stream()
                .filter(range -> range.network().contains(address))
                .findFirst()
                .map(Range::kind)
                .orElse(AddressKind.RESERVED);
    }

    /** The same address, as IPv4 where it is an IPv4 address in mapped IPv6 clothes. */
    static InetAddress unmapped(InetAddress address) {
        // Java turns the bytes of a mapped address into IPv4; only objects made for a scope keep them.
        return IpLiteral.ofBytes(address.getAddress());
    }

    /** The IPv4 address that the packets would be sent on to; empty unless the address stands for one. */
    static Optional<InetAddress> embeddedIn(InetAddress address) {
        if (of(address) != AddressKind.TRANSLATED) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address) || COMPATIBLE.contains(address)) {
            return Optional.of(ipv4(bytes, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Optional.of(ipv4(bytes, 2));
        }
        return TEREDO.contains(address) ? Optional.of(ipv4(inverted(bytes), 12)) : Optional.empty();
    }

    private static Range range(String cidr, AddressKind kind) {
        return new Range(Network.parse(cidr), kind);
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        return IpLiteral.ofBytes(Arrays.copyOfRange(bytes, from, from + 4));
    }

    private static byte[] inverted(byte[] bytes) {
        byte[] inverted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return inverted;
    }
}
