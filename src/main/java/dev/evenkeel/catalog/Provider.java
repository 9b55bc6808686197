package dev.evenkeel.catalog;

import dev.evenkeel.measurement.Account;
import dev.evenkeel.measurement.Protocol;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An inference API.
 *
 * @param credential the name of the credential to send; absent = none is sent
 * @param maxConcurrency how many requests may be under way there at once, at least 1
 * @param requestsPerMinute how many may be sent with its credential in any minute, at least 1; absent = any number
 */
public record Provider(
        String name,
        URI baseUrl,
        Protocol protocol,
        @Nullable String credential,
        int maxConcurrency,
        @Nullable Integer requestsPerMinute) {
    /** Whom it takes its probes to come from. */
    public Account account() {
        return new Account(baseUrl, credential);
    }
}
