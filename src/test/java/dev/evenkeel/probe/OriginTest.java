package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void defaultPortsAreImplied() {
        Origin origin = Origin.of(URI.create("HTTPS://API.Example.com/v1"));

        assertThat(origin).isEqualTo(new Origin(true, "api.example.com", 443));
        assertThat(origin.authority()).isEqualTo("api.example.com");
    }

    @Test
    void anIpv6AddressIsBracketedOnlyWhereHttpWantsIt() {
        Origin origin = Origin.of(URI.create("http://[::1]:8089/v1"));

        assertThat(origin).isEqualTo(new Origin(false, "::1", 8089));
        assertThat(origin.authority()).isEqualTo("[::1]:8089");
    }

    @Test
    void otherSchemesAndMissingHostsAreNoOrigins() {
        assertThatThrownBy(() -> Origin.of(URI.create("ftp://example.com")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Origin.of(URI.create("https:///v1"))).isInstanceOf(IllegalArgumentException.class);
    }
}
