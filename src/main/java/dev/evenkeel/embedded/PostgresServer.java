package dev.evenkeel.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** One PostgreSQL server, a child process on loopback. */
final class PostgresServer implements AutoCloseable {
    /** Replaying the log after a crash takes seconds at most; a server that doesn't come up is found out here. */
    private static final Duration STARTUP_WAIT = Duration.ofSeconds(60);

    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";

    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "shared_buffers", "128MB",
            "max_connections", "100",
            "timezone", "UTC",
            "log_timezone", "UTC");

    private final EmbeddedPostgres postgres;
    private final Path dataDirectory;
    private final String password;

    private PostgresServer(EmbeddedPostgres postgres, Path dataDirectory, String password) {
        this.postgres = postgres;
        this.dataDirectory = dataDirectory;
        this.password = password;
    }

    static PostgresServer start(DataFolder folder) {
        Postmaster.evict(folder.postgresData());
        Setup setup = Setup.of(folder.postgresData());
        setup.discardUnfinished();
        Setup binaries = Setup.of(folder.postgresBinaries());
        binaries.discardUnfinished();
        DataFolder.createOwnersDirectory(folder.postgresBinaries());
        String password = PostgresPassword.of(folder.postgresPassword(), !setup.isFinished());
        var server = new PostgresServer(launch(folder, password), folder.postgresData(), password);
        binaries.finished();
        setup.finished();
        return server;
    }

    private static EmbeddedPostgres launch(DataFolder folder, String password) {
        Redirect log = Redirect.appendTo(folder.postgresLog().toFile());
        var builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.postgresUnpacked().toFile())
                .setDataDirectory(folder.postgresData())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP_WAIT)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setConnectConfig("password", password);
        SERVER_SETTINGS.forEach(builder::setServerConfig);
        initdbOptions(folder).forEach(builder::setLocaleConfig);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            Postmaster.serving(folder.postgresData()).ifPresent(Postmaster::stop);
            throw new EmbeddedStoresException(
                    "The embedded PostgreSQL didn't start: " + e.getMessage() + ". Its log is " + folder.postgresLog()
                            + lastFatal(folder.postgresLog()),
                    e);
        }
    }

    /** They stand behind the library's own options on initdb's command line, and there the last one counts. */
    private static Map<String, String> initdbOptions(DataFolder folder) {
        return Map.of(
                "auth", "scram-sha-256",
                "pwfile", folder.postgresPassword().toString(),
                "locale", "C",
                "locale-provider", "builtin",
                "builtin-locale", "C.UTF-8");
    }

    private static String lastFatal(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains("FATAL:"))
                    .reduce((earlier, later) -> later)
                    .map(line -> ", which ends with: " + line)
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    String url() {
        return "postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE;
    }

    Map<String, String> configuration() {
        return Map.ofEntries(
                Map.entry("quarkus.datasource.reactive.url", url()),
                Map.entry("quarkus.datasource.jdbc.url", "jdbc:" + url()),
                Map.entry("quarkus.datasource.username", USER),
                Map.entry("quarkus.datasource.password", password));
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new EmbeddedStoresException("The embedded PostgreSQL didn't stop properly: " + e, e);
        } finally {
            // The library gives up after 5 s, which a large last checkpoint can exceed.
            Postmaster.serving(dataDirectory).ifPresent(Postmaster::stop);
        }
    }
}
