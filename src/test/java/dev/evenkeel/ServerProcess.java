package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.embedded.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code main} of the tests that serves in a JVM of its own until the pipe to it is closed; it can be started again. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> command;
    private final Path folder;
    private Process process;
    private Path log;

    private ServerProcess(List<String> command, Path folder) {
        this.command = command;
        this.folder = folder;
        this.log = newLog();
        this.process = launch();
    }

    /** Starts it and returns at once. */
    static ServerProcess start(Path folder, Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ServerProcess(List.copyOf(command), folder);
    }

    /** Waits until it serves; fails with its log if it ends before. */
    void awaitServing() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(process.isAlive()).as("still running:%n%s", log()).isTrue();
            return log().contains(Standing.SERVING);
        });
    }

    /** Stops it in order and waits for its end. */
    void stop() {
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended:%n%s", log())
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it with the same arguments after it was stopped. */
    void startAgain() {
        assertThat(process.isAlive()).as("running").isFalse();
        log = newLog();
        process = launch();
        awaitServing();
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path newLog() {
        try {
            return Files.createTempFile(folder, "server-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
