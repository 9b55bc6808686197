package dev.evenkeel.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EgressConfigTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        EgressConfig config = read(EgressConfig.class, Map.of());

        assertThat(config.allow()).isEmpty();
        assertThat(config.credentialRefresh()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read(CredentialsConfig.class, Map.of()).byName()).isEmpty();
    }

    @Test
    void theAllowListIsParted() {
        EgressConfig config = read(EgressConfig.class, Map.of("evenkeel.egress.allow", "10.0.0.0/8,127.0.0.1:8089"));

        assertThat(config.allow()).contains(List.of("10.0.0.0/8", "127.0.0.1:8089"));
    }

    @Test
    void credentialsAreKnownByName() {
        CredentialsConfig config = read(
                CredentialsConfig.class,
                Map.of(
                        "evenkeel.credentials.example.value", "s",
                        "evenkeel.credentials.example.origins", "https://a.example,https://b.example"));

        CredentialsConfig.Entry example = Objects.requireNonNull(config.byName().get("example"));
        assertThat(example.value()).contains("s");
        assertThat(example.file()).isEmpty();
        assertThat(example.origins()).contains(List.of("https://a.example", "https://b.example"));
        assertThat(example.header()).isEqualTo("Authorization: Bearer");
    }

    private static <T> T read(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withDefaultValues(values)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(mapping);
    }
}
