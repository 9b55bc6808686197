package dev.evenkeel.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the operator lets the probes reach. */
@ConfigMapping(prefix = "evenkeel.egress")
interface EgressConfig {
    /**
     * What may be probed although it is loopback or private, and the only places that plain http may go to. Each entry
     * is a network ({@code 10.0.0.0/8}, {@code fd00::/8}), an address and port ({@code 127.0.0.1:8089}, {@code
     * [::1]:8089}) or a host name and port ({@code llm.internal:8000}). Empty unless set.
     *
     * <p>A host name lifts the refusal of loopback, private, shared and unique-local addresses only, and a cloud's
     * metadata address is reached only where it is named itself, not by a network around it.
     */
    Optional<List<String>> allow();

    /** How often credentials that come from files are read again. */
    @WithDefault("10s")
    Duration credentialRefresh();
}
