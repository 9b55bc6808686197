package dev.evenkeel.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token that callers must bear, known by its hash alone. */
final class AccessToken {
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([!-~]+) *");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final byte[] sha256;

    /**
     * Takes the hash in hexadecimal.
     *
     * @throws IllegalArgumentException naming the key if it is no SHA-256
     */
    AccessToken(String hash) {
        if (!SHA256.matcher(hash.strip()).matches()) {
            throw new IllegalArgumentException(
                    "evenkeel.security.token-sha256 must be the 64 hexadecimal digits of a SHA-256, not the token itself");
        }
        this.sha256 = HexFormat.of().parseHex(hash.strip());
    }

    /** Whether an {@code Authorization} header bears the token. Takes the same time wherever the two differ. */
    boolean isBorneBy(@Nullable String authorization) {
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        return bearer.matches() && MessageDigest.isEqual(sha256, sha256(bearer.group(1)));
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
