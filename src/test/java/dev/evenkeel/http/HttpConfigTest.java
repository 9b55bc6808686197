package dev.evenkeel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpConfigTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        HttpConfig http = defaultsOf(HttpConfig.class);
        AccessConfig access = defaultsOf(AccessConfig.class);

        assertThat(http.maxBodySize().asLongValue()).isEqualTo(1 << 20);
        assertThat(http.bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(access.open()).isFalse();
        assertThat(access.tokenSha256()).isEmpty();
    }

    private static <T> T defaultsOf(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(mapping);
    }
}
