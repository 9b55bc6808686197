package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @Test
    void admitOneProcessAndStopAfterIt() throws Exception {
        try (var first = EvenkeelProcess.start(folder, Map.of()).awaitReady();
                var second = EvenkeelProcess.start(folder, Map.of())) {
            ProcessHandle postgres = first.postgres().orElseThrow();

            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.log().lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("in use by process " + first.pid())
                    .contains("evenkeel.data-dir");

            assertThat(first.terminate()).isEqualTo(TERMINATED);
            assertThat(first.log()).contains("evenkeel stopped in");
            // The server removes its pid file before the system has taken its process off the list.
            await().atMost(Duration.ofSeconds(10)).until(() -> !postgres.isAlive());
        }
    }

    @Test
    void stopWhereTheApplicationCannotStart() throws Exception {
        try (var occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var process = EvenkeelProcess.start(
                        folder, Map.of("quarkus.http.port", Integer.toString(occupied.getLocalPort())))) {
            int status = process.awaitExit();

            assertThat(status).isNotZero();
            assertThat(process.log()).contains(Integer.toString(occupied.getLocalPort()));
            assertThat(folder.resolve("data/postgres/postgresql.conf")).exists();
            assertThat(folder.resolve("data/postgres/postmaster.pid")).doesNotExist();
        }
    }
}
