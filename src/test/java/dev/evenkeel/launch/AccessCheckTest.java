package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessCheckTest {
    private static final String DIGEST = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD";

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "localhost", "::1", "[::1]"})
    void letsLoopbackBeOpen(String host) {
        assertThatCode(() -> AccessCheck.check(SettingsMap.of("quarkus.http.host", host)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.0.2.7"})
    void refusesToBeOpenToOtherMachinesUnasked(String host) {
        assertThatThrownBy(() -> AccessCheck.check(SettingsMap.of("quarkus.http.host", host)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(host)
                .hasMessageContaining("evenkeel.security.token-sha256")
                .hasMessageContaining("evenkeel.security.open");
    }

    @Test
    void takesAnUnsetHostForAllInterfacesAsQuarkusDoes() {
        assertThatThrownBy(() -> AccessCheck.check(SettingsMap.of())).isInstanceOf(StartRefusedException.class);
    }

    @Test
    void letsAnyAddressBeUsedWithATokenOrOpenlyWhenToldTo() {
        assertThatCode(() -> {
                    AccessCheck.check(
                            SettingsMap.of("quarkus.http.host", "0.0.0.0", "evenkeel.security.token-sha256", DIGEST));
                    AccessCheck.check(SettingsMap.of("quarkus.http.host", "0.0.0.0", "evenkeel.security.open", "true"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void isNotOpenedByAFalse() {
        assertThatThrownBy(() -> AccessCheck.check(
                        SettingsMap.of("quarkus.http.host", "0.0.0.0", "evenkeel.security.open", "false")))
                .isInstanceOf(StartRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my-token",
                "0123",
                DIGEST + "0",
                "g123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD"
            })
    void refusesATokenHashOfAnotherFormWithoutShowingIt(String token) {
        assertThatThrownBy(() -> AccessCheck.check(
                        SettingsMap.of("quarkus.http.host", "127.0.0.1", "evenkeel.security.token-sha256", token)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageNotContaining(token);
    }
}
