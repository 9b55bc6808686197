package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesCheckTest {
    @Test
    void acceptsThatNothingIsSaid() {
        assertThatCode(() -> RolesCheck.check(SettingsMap.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api,scheduler,prober,ingest", "ingest, prober ,scheduler,api"})
    void acceptsAllRolesInAnyOrder(String roles) {
        assertThatCode(() -> RolesCheck.check(SettingsMap.of("evenkeel.roles", roles)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prober", "api,scheduler,ingest", "api,scheduler,prober,ingest,cook", ","})
    void refusesAnyOtherSet(String roles) {
        assertThatThrownBy(() -> RolesCheck.check(SettingsMap.of("evenkeel.roles", roles)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("evenkeel.roles=" + roles);
    }
}
