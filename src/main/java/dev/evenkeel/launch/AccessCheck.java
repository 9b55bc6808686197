package dev.evenkeel.launch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Keeps an API that would be open to the network from being started unasked. */
final class AccessCheck {
    static final String HOST = "quarkus.http.host";
    static final String TOKEN = "evenkeel.security.token-sha256";
    static final String OPEN = "evenkeel.security.open";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** Quarkus' own default where nothing is set. */
    private static final String ALL_INTERFACES = "0.0.0.0";

    private AccessCheck() {}

    static void check(Settings settings) {
        settings.value(TOKEN).ifPresent(AccessCheck::requireSha256);
        String host = settings.value(HOST).orElse(ALL_INTERFACES);
        boolean decided = settings.isSet(TOKEN)
                || settings.value(OPEN).filter(Boolean::parseBoolean).isPresent();
        if (!decided && !isLoopback(host)) {
            throw new StartRefusedException(HOST + "=" + host + " can be reached from other machines, and anyone there "
                    + "could use the API. Set " + TOKEN + " to the SHA-256 of a token that callers must send, or "
                    + OPEN + "=true if access is controlled elsewhere");
        }
    }

    private static void requireSha256(String token) {
        if (!SHA256.matcher(token).matches()) {
            // The value isn't shown: someone may have put the token itself there.
            throw new StartRefusedException(TOKEN + " must be the SHA-256 of the token as 64 hexadecimal digits, and "
                    + "what is set has " + token.length() + " characters or others than those");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
