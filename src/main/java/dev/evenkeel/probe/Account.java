package dev.evenkeel.probe;

import dev.evenkeel.measurement.ProbeTarget;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider takes a probe to come from: what it limits the rate of.
 *
 * @param credential the <em>name</em> of the credential that is sent; absent = none is
 */
record Account(URI baseUrl, @Nullable String credential) {
    static Account of(ProbeTarget target) {
        return new Account(target.baseUrl(), target.credential());
    }
}
