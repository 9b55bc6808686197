package dev.evenkeel.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "evenkeel.security")
public interface AccessConfig {
    /** Whether to listen on other than loopback without authentication. */
    @WithDefault("false")
    boolean open();

    /**
     * Hexadecimal SHA-256 of a bearer token that may do everything. Once set, the token is required of every caller,
     * {@code /q/health} excepted.
     */
    @WithName("token-sha256")
    Optional<String> tokenSha256();
}
