package dev.evenkeel.egress;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a secret is put into a request header.
 *
 * @param scheme what precedes the secret, parted from it by a space; empty = nothing
 */
record HeaderFormat(String name, String scheme) {
    private static final Pattern FORMAT = Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\\s*:\\s*([!-~]*))?\\s*");
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "host", "content-length", "content-type", "transfer-encoding", "connection", "expect", "te", "upgrade");

    /**
     * Reads {@code Authorization: Bearer} or {@code x-api-key}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static HeaderFormat parse(String text) {
        var matcher = FORMAT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a header's name, or its name and a scheme, such as x-api-key or Authorization: Bearer");
        }
        String name = matcher.group(1);
        if (OF_THE_REQUEST.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("must not be " + name + ", which the request itself needs");
        }
        String scheme = matcher.group(2);
        return new HeaderFormat(name, scheme == null ? "" : scheme);
    }

    CredentialHeader with(Secret secret) {
        return new CredentialHeader(name, scheme.isEmpty() ? secret.reveal() : scheme + " " + secret.reveal());
    }
}
