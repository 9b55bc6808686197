package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerConfigTest {
    @Test
    void defaultsAreThePublishedOnes() {
        SchedulerConfig config = config(Map.of());

        assertThat(config.tick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.lead()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.tolerance()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.ingestGrace()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyKeyIsRead() {
        SchedulerConfig config = config(Map.of(
                "evenkeel.scheduler.tick", "PT0.5S",
                "evenkeel.scheduler.lead", "PT3S",
                "evenkeel.scheduler.planning-lead", "PT30S",
                "evenkeel.scheduler.tolerance", "PT4S",
                "evenkeel.scheduler.lease", "PT20S",
                "evenkeel.scheduler.ingest-grace", "PT6S"));

        assertThat(config.tick()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.lead()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.planningLead()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.tolerance()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.ingestGrace()).isEqualTo(Duration.ofSeconds(6));
    }

    private static SchedulerConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(SchedulerConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build()
                .getConfigMapping(SchedulerConfig.class);
    }
}
