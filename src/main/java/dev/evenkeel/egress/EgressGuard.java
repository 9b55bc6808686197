package dev.evenkeel.egress;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/** Decides which URLs, and which addresses behind them, may be probed. Thread-safe. */
public interface EgressGuard {
    /**
     * What is wrong with a base URL, as one sentence for the user; empty if it may be probed as far as can
     * be told without resolving its name. Never blocks.
     */
    Optional<String> refusalOf(URI baseUrl);

    /**
     * What is wrong with connecting to this address for that URL, as one sentence; empty if the connection
     * may be made. To be asked for every resolved address, whose very value is then connected to.
     */
    Optional<String> refusalOf(URI baseUrl, InetAddress resolved);
}
