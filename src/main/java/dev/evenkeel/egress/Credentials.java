package dev.evenkeel.egress;

import java.net.URI;
import java.util.Optional;

/** The operator's secrets, each bound to the origins that it may be sent to. Thread-safe. */
public interface Credentials {
    /** Why the named credential may not be sent to that URL, as one sentence without the secret; empty if it may. */
    Optional<String> refusalOf(String name, URI baseUrl);

    /** The header to send; empty whenever {@link #refusalOf} is not. */
    Optional<CredentialHeader> headerFor(String name, URI baseUrl);
}
