package dev.evenkeel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    /** Of "letmein", by sha256sum. */
    static final String SHA256 = "1c8bfe8f801d79745c4631d09fff36c82aa37fc4cce4fc946683d7b336b63032";

    @ParameterizedTest
    @ValueSource(strings = {"Bearer letmein", "bearer letmein", "BEARER  letmein "})
    void whoBearsTheTokenIsKnown(String authorization) {
        assertThat(new AccessToken(SHA256).isBorneBy(authorization)).isTrue();
        assertThat(new AccessToken(SHA256.toUpperCase(Locale.ROOT)).isBorneBy(authorization))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "letmein",
                "Bearer",
                "Bearer ",
                "Bearer letmein2",
                "Bearer Letmein",
                "Basic letmein",
                "Bearer letmein x",
                "Bearer " + SHA256
            })
    void nobodyElseIs(String authorization) {
        assertThat(new AccessToken(SHA256).isBorneBy(authorization)).isFalse();
        assertThat(new AccessToken(SHA256).isBorneBy(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "letmein",
                "",
                "1c8bfe8f",
                SHA256 + "00",
                "zz8bfe8f801d79745c4631d09fff36c82aa37fc4cce4fc946683d7b336b63032"
            })
    void whatIsNoHashIsRefusedNamingTheKeyAndNotShowingIt(String hash) {
        assertThatThrownBy(() -> new AccessToken(hash))
                .hasMessageStartingWith("evenkeel.security.token-sha256 must be the 64 hexadecimal digits")
                .hasMessageNotContaining("letmein");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/", "/q/health/live", "/q/health/ready", "/q/health/group/x"})
    void healthIsOpenToAll(String path) {
        assertThat(AccessGate.isOpenToAll(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q",
                "/q/metrics",
                "/q/healthy",
                "/q/health/..",
                "/q/health/..;/metrics",
                "/q/health%2F..%2Fmetrics",
                "/q/health//x",
                "/api/v1/providers",
                "/x/q/health",
                "/q/health/live;x"
            })
    void nothingElseIs(String path) {
        assertThat(AccessGate.isOpenToAll(path)).isFalse();
    }
}
