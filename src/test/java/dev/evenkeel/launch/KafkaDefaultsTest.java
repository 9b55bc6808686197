package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaDefaultsTest {
    @Test
    void aBrokerThatIsAwayIsToldSoWithinSeconds() {
        assertThat(KafkaDefaults.of(SettingsMap.of())).isEqualTo(Map.of("kafka.default.api.timeout.ms", "5000"));
    }

    @Test
    void noAnswerIsGivenUpBeforeARequestIs() {
        assertThat(KafkaDefaults.of(SettingsMap.of("kafka.request.timeout.ms", "60000")))
                .isEqualTo(Map.of("kafka.default.api.timeout.ms", "60000"));
        assertThat(KafkaDefaults.of(SettingsMap.of("kafka.request.timeout.ms", "1000")))
                .isEqualTo(Map.of("kafka.default.api.timeout.ms", "5000"));
    }

    @Test
    void whatIsSetIsLeftAlone() {
        assertThat(KafkaDefaults.of(SettingsMap.of("kafka.default.api.timeout.ms", "7000")))
                .isEmpty();
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> KafkaDefaults.of(SettingsMap.of("kafka.request.timeout.ms", "PT5S")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("kafka.request.timeout.ms: ");
    }
}
