package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreModeTest {
    private static final Set<Role> ALL = EnumSet.allOf(Role.class);

    @Test
    void aProberNeedsKafkaAlone() {
        var kafka = SettingsMap.of("kafka.bootstrap.servers", "k:1");

        assertThat(StoreMode.of(kafka, EnumSet.of(Role.PROBER), false)).isEqualTo(StoreMode.EXTERNAL);
    }

    @Test
    void someRolesHaveNoStoresOfTheirOwn() {
        assertThatThrownBy(() -> StoreMode.of(SettingsMap.of(), EnumSet.of(Role.PROBER), true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("set kafka.bootstrap.servers to");
        assertThatThrownBy(() ->
                        StoreMode.of(SettingsMap.of("kafka.bootstrap.servers", "k:1"), EnumSet.of(Role.API), true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("quarkus.datasource.reactive.url");
    }

    @Test
    void isEmbeddedWhereNothingIsConfigured() {
        assertThat(StoreMode.of(SettingsMap.of(), ALL, true)).isEqualTo(StoreMode.EMBEDDED);
    }

    @Test
    void isExternalWhereBothAreConfigured() {
        var settings = SettingsMap.of(
                "quarkus.datasource.reactive.url", "postgresql://db/x", "kafka.bootstrap.servers", "k:1");

        assertThat(StoreMode.of(settings, ALL, true)).isEqualTo(StoreMode.EXTERNAL);
        assertThat(StoreMode.of(settings, ALL, false)).isEqualTo(StoreMode.EXTERNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.reactive.url, kafka.bootstrap.servers",
        "kafka.bootstrap.servers, quarkus.datasource.reactive.url",
        "quarkus.datasource.jdbc.url, quarkus.datasource.reactive.url"
    })
    void refusesHalfOfTheAddressesAndNamesBothHalves(String set, String missing) {
        assertThatThrownBy(() -> StoreMode.of(SettingsMap.of(set, "somewhere"), ALL, true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith(set + " is set, but " + missing);
    }

    @Test
    void refusesToEmbedWhatThePackageDoesNotHave() {
        assertThatThrownBy(() -> StoreMode.of(SettingsMap.of(), ALL, false))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("no embedded PostgreSQL and Kafka")
                .hasMessageContaining("quarkus.datasource.reactive.url");
    }
}
