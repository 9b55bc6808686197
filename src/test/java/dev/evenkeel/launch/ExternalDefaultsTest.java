package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDefaultsTest {
    @ParameterizedTest
    @ValueSource(strings = {"postgresql://db:5432/evenkeel", "vertx-reactive:postgresql://db:5432/evenkeel"})
    void migrateTheDatabaseThatTheApplicationUses(String reactiveUrl) {
        var defaults = ExternalDefaults.of(SettingsMap.of("quarkus.datasource.reactive.url", reactiveUrl));

        assertThat(defaults).containsOnly(entry("jdbc:postgresql://db:5432/evenkeel"));
    }

    @Test
    void leaveAJdbcUrlAsItIsSet() {
        var settings = SettingsMap.of(
                "quarkus.datasource.reactive.url", "postgresql://a/b", "quarkus.datasource.jdbc.url", "jdbc:x");

        assertThat(ExternalDefaults.of(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:secret@db/evenkeel",
                "postgresql://a/x,postgresql://b/x",
                "postgresql://db/evenkeel?search_path=x",
                "postgres-over-something"
            })
    void refuseToGuessWhereTheTwoKindsOfUrlDifferAndKeepSecretsToThemselves(String reactiveUrl) {
        assertThatThrownBy(() -> ExternalDefaults.of(SettingsMap.of("quarkus.datasource.reactive.url", reactiveUrl)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("quarkus.datasource.jdbc.url is missing")
                .hasMessageNotContaining("secret");
    }

    private static Map.Entry<String, String> entry(String jdbcUrl) {
        return Map.entry("quarkus.datasource.jdbc.url", jdbcUrl);
    }
}
