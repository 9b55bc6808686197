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
        ProberConfig config = of(Map.of(
                "event-loops", "3",
                "native-transport", "false",
                "keep-alive", "PT1S",
                "max-response-bytes", "1K",
                "max-event-bytes", "2K",
                "drain-bytes", "3K",
                "drain-timeout", "PT3S",
                "max-cool-down", "PT5S",
                "shutdown-grace", "PT4S"));

        assertThat(config.eventLoops()).isEqualTo(3);
        assertThat(config.nativeTransport()).isFalse();
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
