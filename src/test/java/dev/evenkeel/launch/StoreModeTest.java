package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreModeTest {
    @Test
    void isEmbeddedWhereNothingIsConfigured() {
        assertThat(StoreMode.of(SettingsMap.of(), true)).isEqualTo(StoreMode.EMBEDDED);
    }

    @Test
    void isExternalWhereBothAreConfigured() {
        var settings = SettingsMap.of(
                "quarkus.datasource.reactive.url", "postgresql://db/x", "kafka.bootstrap.servers", "k:1");

        assertThat(StoreMode.of(settings, true)).isEqualTo(StoreMode.EXTERNAL);
        assertThat(StoreMode.of(settings, false)).isEqualTo(StoreMode.EXTERNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.reactive.url, kafka.bootstrap.servers",
        "kafka.bootstrap.servers, quarkus.datasource.reactive.url",
        "quarkus.datasource.jdbc.url, quarkus.datasource.reactive.url"
    })
    void refusesHalfOfTheAddressesAndNamesBothHalves(String set, String missing) {
        assertThatThrownBy(() -> StoreMode.of(SettingsMap.of(set, "somewhere"), true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith(set + " is set, but " + missing);
    }

    @Test
    void refusesToEmbedWhatThePackageDoesNotHave() {
        assertThatThrownBy(() -> StoreMode.of(SettingsMap.of(), false))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("no embedded PostgreSQL and Kafka")
                .hasMessageContaining("quarkus.datasource.reactive.url");
    }
}
