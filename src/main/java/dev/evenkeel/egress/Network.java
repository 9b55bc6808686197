package dev.evenkeel.egress;

import java.net.InetAddress;

/**
 * A range of addresses that share their first bits.
 *
 * @param length how many bits they share
 */
record Network(InetAddress base, int length) {
    Network {
        int bits = base.getAddress().length * 8;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("length must be 0 to " + bits);
        }
        if (!base.equals(masked(base, length))) {
            throw new IllegalArgumentException("base has bits set beyond its first " + length);
        }
    }

    /**
     * Reads {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        String length = cidr.substring(slash + 1);
        if (slash < 0 || !length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("a network is written like 10.0.0.0/8 or fd00::/8");
        }
        InetAddress base = IpLiteral.parse(cidr.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("a network begins with an IP address"));
        return new Network(base, Integer.parseInt(length));
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && masked(address, length).equals(base);
    }

    boolean isSingleAddress() {
        return length == base.getAddress().length * 8;
    }

    private static InetAddress masked(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.max(0, Math.min(8, length - 8 * i));
            bytes[i] = (byte) (bytes[i] & (0xff00 >> kept));
        }
        return IpLiteral.ofBytes(bytes);
    }
}
