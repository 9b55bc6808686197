package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class StopDeadlineTest {
    @Test
    void leavesProbesTheTimeThatTheyAreGivenAndEndsBeforeTheProcessIsKilled() {
        assertThat(StopDeadline.of(config(Map.of()))).isEqualTo(Duration.ofSeconds(40));
        assertThat(StopDeadline.of(config(Map.of("evenkeel.prober.shutdown-grace", "PT1M"))))
                .isEqualTo(Duration.ofSeconds(90));
    }

    private static Config config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build();
    }
}
