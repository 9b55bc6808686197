package dev.evenkeel.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL server on a folder and a port of the caller's choice, until standard input ends. */
public final class PostgresMain {
    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "timezone", "UTC");

    private PostgresMain() {}

    /** Arguments: the folder, the port, the password of the user {@code postgres}, where binaries are unpacked. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path passwordFile = folder.resolve("postgres.password");
        Files.writeString(passwordFile, arguments[2]);
        var builder = EmbeddedPostgres.builder()
                .setPort(Integer.parseInt(arguments[1]))
                .setOverrideWorkingDirectory(Path.of(arguments[3]).toFile())
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setConnectConfig("password", arguments[2])
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C.UTF-8");
        SERVER_SETTINGS.forEach(builder::setServerConfig);
        try (var postgres = builder.start()) {
            Standing.until(System.in, "postgres on port " + postgres.getPort());
        }
    }
}
