package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
    @Test
    void aProcessDoesEverythingUnlessToldOtherwise() {
        assertThat(Role.of(SettingsMap.of())).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(Role.configuration(EnumSet.allOf(Role.class))).isEmpty();
    }

    @Test
    void anyMixInAnyOrderIsTaken() {
        assertThat(Role.of(SettingsMap.of("evenkeel.roles", "ingest, api")))
                .isEqualTo(EnumSet.of(Role.API, Role.INGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api,scheduler,prober,ingest,cook", ",", "API", "api;prober"})
    void whatIsNoRoleIsRefused(String roles) {
        assertThatThrownBy(() -> Role.of(SettingsMap.of("evenkeel.roles", roles)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("evenkeel.roles=" + roles)
                .hasMessageContaining("api,scheduler,prober,ingest");
    }

    @Test
    void aProcessWithoutIngestReadsNoSamplesAndKeepsNoTables() {
        assertThat(Role.configuration(EnumSet.of(Role.API, Role.SCHEDULER)))
                .containsOnlyKeys(
                        "mp.messaging.incoming.rounds-in.enabled",
                        "mp.messaging.incoming.samples-in.enabled",
                        "evenkeel.rollup.housekeeping");
    }
}
