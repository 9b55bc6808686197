package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartRefusedIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers,         127.0.0.1:9,           quarkus.datasource.reactive.url is missing",
        "quarkus.datasource.reactive.url, postgresql://127.0.0.1/x, kafka.bootstrap.servers is missing",
        "quarkus.http.host,               0.0.0.0,               evenkeel.security.token-sha256",
        "evenkeel.security.token-sha256,  secret,                64 hexadecimal digits",
        "evenkeel.roles,                  prober,                evenkeel.roles is set to some"
    })
    void saysWhyInOneLineAndStartsNothing(String key, String value, String reason) {
        try (var process = EvenkeelProcess.start(folder, Map.of(key, value))) {
            int status = process.awaitExit();

            assertThat(status).isEqualTo(1);
            assertThat(process.log().lines()).hasSize(1).first().asString().contains(reason);
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void readsTheEnvironmentFileAsTheApplicationWould() throws Exception {
        Files.writeString(folder.resolve(".env"), "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9\n");

        try (var process = EvenkeelProcess.start(folder, Map.of())) {
            int status = process.awaitExit();

            assertThat(status).isEqualTo(1);
            assertThat(process.log()).contains("kafka.bootstrap.servers is set, but");
        }
    }
}
