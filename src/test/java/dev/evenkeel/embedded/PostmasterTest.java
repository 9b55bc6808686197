package dev.evenkeel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class PostmasterTest {
    @TempDir
    Path folder;

    private Path data;
    private Process stranger;

    @BeforeEach
    void startAStranger() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        stranger = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void stopTheStranger() {
        stranger.destroyForcibly();
    }

    @Test
    void leavesAStrangerAloneThatGotItsPidAndFreesTheDirectory() throws IOException {
        Path pidFile = Files.writeString(data.resolve("postmaster.pid"), stranger.pid() + "\n" + data + "\n");

        Postmaster.evict(data);

        assertThat(stranger.isAlive()).isTrue();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void leavesAPostgresOfAnotherDirectoryAlone() throws IOException {
        // Given a process called postgres that serves another directory
        Path executable = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("postgres"));
        Process other = new ProcessBuilder(executable.toString(), "600").start();
        Files.writeString(data.resolve("postmaster.pid"), Long.toString(other.pid()));

        // When
        Postmaster.evict(data);

        // Then
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    @Test
    void freesTheDirectoryOfAProcessThatIsGone() throws Exception {
        stranger.destroyForcibly().waitFor();
        Path pidFile = Files.writeString(data.resolve("postmaster.pid"), Long.toString(stranger.pid()));

        Postmaster.evict(data);

        assertThat(pidFile).doesNotExist();
    }

    @Test
    void toleratesAPidFileThatWasCutShort() throws IOException {
        Path pidFile = Files.createFile(data.resolve("postmaster.pid"));

        Postmaster.evict(data);

        assertThat(pidFile).doesNotExist();
    }
}
