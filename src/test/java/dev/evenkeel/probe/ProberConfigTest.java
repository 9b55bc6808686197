package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProberConfigTest {
    @Test
    void defaultsArePinned() {
        ProberConfig config = of(Map.of());

        assertThat(config.eventLoops()).isEqualTo(2);
        assertThat(config.nativeTransport()).isTrue();
        assertThat(config.maxStreams()).isEqualTo(250);
        assertThat(config.control()).isTrue();
        assertThat(config.leastErrorBound()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.keepAlive()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.maxResponseBytes().asLongValue()).isEqualTo(8L << 20);
        assertThat(config.maxEventBytes().asLongValue()).isEqualTo(1L << 20);
        assertThat(config.drainBytes().asLongValue()).isEqualTo(64L << 10);
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxCoolDown()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyKeyIsMapped() {
        ProberConfig config = of(Map.ofEntries(
                Map.entry("max-streams", "4"),
                Map.entry("control", "false"),
                Map.entry("least-error-bound", "PT0.002S"),
                Map.entry("event-loops", "3"),
                Map.entry("native-transport", "false"),
                Map.entry("keep-alive", "PT1S"),
                Map.entry("max-response-bytes", "1K"),
                Map.entry("max-event-bytes", "2K"),
                Map.entry("drain-bytes", "3K"),
                Map.entry("drain-timeout", "PT3S"),
                Map.entry("max-cool-down", "PT5S"),
                Map.entry("shutdown-grace", "PT4S")));

        assertThat(config.eventLoops()).isEqualTo(3);
        assertThat(config.nativeTransport()).isFalse();
        assertThat(config.maxStreams()).isEqualTo(4);
        assertThat(config.control()).isFalse();
        assertThat(config.leastErrorBound()).isEqualTo(Duration.ofMillis(2));
        assertThat(config.keepAlive()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxResponseBytes().asLongValue()).isEqualTo(1024);
        assertThat(config.maxEventBytes().asLongValue()).isEqualTo(2048);
        assertThat(config.drainBytes().asLongValue()).isEqualTo(3072);
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.maxCoolDown()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(4));
    }

    /** The configuration that these keys of {@code evenkeel.prober} give, all others at their defaults. */
    static ProberConfig of(Map<String, String> keys) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(ProberConfig.class);
        keys.forEach((key, value) ->
                builder.withSources(new PropertiesConfigSource(Map.of("evenkeel.prober." + key, value), key, 500)));
        return builder.build().getConfigMapping(ProberConfig.class);
    }
}
