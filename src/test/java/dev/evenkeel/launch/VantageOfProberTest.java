package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VantageOfProberTest {
    @Test
    void aProberReadsTheTopicOfItsVantageInAGroupOfItsOwn() {
        assertThat(VantageOfProber.configuration(SettingsMap.of("evenkeel.vantage", "eu-west")))
                .containsOnly(
                        Map.entry("mp.messaging.incoming.rounds-in.topic", "evenkeel.probe-requests.eu-west"),
                        Map.entry("mp.messaging.incoming.rounds-in.group.id", "evenkeel-prober.eu-west"));
    }

    @Test
    void atTheDefaultVantageNothingDiffers() {
        assertThat(VantageOfProber.configuration(SettingsMap.of())).isEmpty();
        assertThat(VantageOfProber.configuration(SettingsMap.of("evenkeel.vantage", "default")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "evenkeel.vantage, dlq",
        "evenkeel.vantage, EU",
        "evenkeel.vantages, 'default,eu.west'",
        "evenkeel.vantages, 'a,'"
    })
    void whatIsNoNameIsRefused(String key, String value) {
        assertThatThrownBy(() -> VantageOfProber.configuration(SettingsMap.of(key, value)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith(key + ": ");
    }
}
