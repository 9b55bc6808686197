package dev.evenkeel.measurement;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider takes a probe to come from: what it limits the rate of.
 *
 * @param credential the <em>name</em> of the credential that is sent; absent = none is
 */
public record Account(URI baseUrl, @Nullable String credential) {
    public static Account of(ProbeTarget target) {
        return new Account(target.baseUrl(), target.credential());
    }
}
