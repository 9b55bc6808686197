package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void takeABlankValueForNone() {
        Settings settings = settings(Map.of("blank", "  ", "set", " x "));

        assertThat(settings.value("blank")).isEmpty();
        assertThat(settings.value("absent")).isEmpty();
        assertThat(settings.value("set")).contains("x");
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.from(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build());
    }
}
