package dev.evenkeel.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses written out, read without ever asking a name server. */
final class IpLiteral {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)\\.?");

    private IpLiteral() {}

    /**
     * The address that is written in the one usual form: four decimal numbers without leading zeros, or IPv6 without
     * brackets and zone. Mapped IPv6 gives the IPv4 address that it stands for.
     */
    static Optional<InetAddress> parse(String text) {
        if (IPV4.matcher(text).matches()) {
            return read(text);
        }
        // In brackets, Java takes it for IPv6 or fails; it never looks it up.
        return IPV6.matcher(text).matches() ? read("[" + text + "]") : Optional.empty();
    }

    /**
     * Whether some client would take the host for an IPv4 address: {@code 127.1}, {@code 0x7f.0.0.1}, {@code
     * 2130706433}, {@code 127.0.0.1.}. By the URL standard that is every host whose last label is a number.
     */
    static boolean looksLikeIpv4(String host) {
        return ENDS_IN_NUMBER.matcher(host).matches();
    }

    static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    private static Optional<InetAddress> read(String literal) {
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
