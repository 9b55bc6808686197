package dev.evenkeel.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL server process that serves a data directory. It outlives a killed JVM and then holds the directory,
 * so it must be found and stopped; a stranger that got its pid meanwhile must not be touched.
 */
final class Postmaster {
    private static final Logger LOG = Logger.getLogger(Postmaster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    static Optional<Postmaster> serving(Path dataDirectory) {
        return pid(dataDirectory)
                .flatMap(ProcessHandle::of)
                .filter(process -> serves(process, dataDirectory))
                .map(Postmaster::new);
    }

    /**
     * Frees the directory: stops the server that still serves it and removes what would keep a new one from starting.
     * PostgreSQL itself refuses to start while any process whatever has the pid in its pid file.
     */
    static void evict(Path dataDirectory) {
        Optional<Postmaster> orphan = serving(dataDirectory);
        if (orphan.isPresent()) {
            LOG.warnf(
                    "stopping orphaned postgres pid=%d data=%s",
                    orphan.get().process.pid(), dataDirectory);
            orphan.get().stop();
        }
        try {
            Files.deleteIfExists(pidFile(dataDirectory));
        } catch (IOException e) {
            throw new EmbeddedStoresException("The stale " + pidFile(dataDirectory) + " can't be removed: " + e, e);
        }
    }

    /** Asks for a fast shutdown, then kills; returns once the server and its children are gone. */
    void stop() {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        interrupt();
        if (exits(process, PATIENCE)) {
            return;
        }
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : family) {
            if (!exits(member, PATIENCE)) {
                throw new EmbeddedStoresException("The PostgreSQL process " + member.pid() + " can't be stopped");
            }
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown; Java's own SIGTERM would wait for clients to leave. */
    private void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.debugf(e, "no fast shutdown pid=%d", process.pid());
            process.destroy();
        }
    }

    private static boolean exits(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean serves(ProcessHandle process, Path dataDirectory) {
        ProcessHandle.Info info = process.info();
        boolean isPostgres = info.command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
                .isPresent();
        return isPostgres
                && info.arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(dataDirectory.toString()))
                        .orElse(false);
    }

    private static Optional<Long> pid(Path dataDirectory) {
        try (Stream<String> lines = Files.lines(pidFile(dataDirectory))) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Path pidFile(Path dataDirectory) {
        return dataDirectory.resolve("postmaster.pid");
    }
}
