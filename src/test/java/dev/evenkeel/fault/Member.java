package dev.evenkeel.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EvenkeelProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the service with roles of its own, that can be killed and started again on the same port. */
final class Member implements AutoCloseable {
    private final String name;
    private final Path folder;
    private final Map<String, String> settings;
    private Path packaged;
    private final int port = EvenkeelProcess.freePort();
    private EvenkeelProcess process;
    private int interruptions;

    /** {@code terminationGracePeriodSeconds} of the deployments. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    /** Starts it and returns at once. */
    Member(String name, String roles, Path packaged, Path folder, Map<String, String> shared) {
        this.name = name;
        this.packaged = packaged;
        this.folder = folder;
        settings = new HashMap<>(shared);
        settings.put("evenkeel.roles", roles);
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("evenkeel.simulator.port", "");
        process = EvenkeelProcess.start(packaged, folder, settings);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    String log() {
        return process.log();
    }

    /** How often it was killed, stopped or suspended. */
    int interruptions() {
        return interruptions;
    }

    void awaitReady() {
        process.awaitReady();
    }

    /** {@code kill -9}, and another one in its place. */
    void kill() throws InterruptedException {
        interruptions++;
        process.kill();
        process = EvenkeelProcess.start(packaged, folder, settings);
    }

    /** SIGTERM, and another one in its place once it has ended. */
    void replace() {
        stop();
        start();
    }

    /** SIGTERM; it must end in time. */
    void stop() {
        interruptions++;
        Instant told = Instant.now();
        process.terminate();
        assertThat(Duration.between(told, Instant.now())).as("stop of %s", name).isLessThan(GRACE);
    }

    /** Starts another one in the place of one that has ended, and returns at once. */
    void start() {
        process = EvenkeelProcess.start(packaged, folder, settings);
    }

    /** The same with the present package in the place of the one that it ran. */
    void upgrade() {
        packaged = EvenkeelProcess.current();
        replace();
    }

    /** SIGSTOP: it runs no more until it is resumed, and knows nothing of it. */
    void suspend() {
        interruptions++;
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
