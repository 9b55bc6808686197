package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own, for tests named {@code …IT}. It is started on free ports, without the
 * demo, with the data folder {@code data} under the given working directory; settings override all of these.
 */
public final class EvenkeelProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern BOOTSTRAP = Pattern.compile("bootstrap=(\\S+)");

    /** Of processes that are not measured; empty unless told. */
    private static final List<String> JVM_OPTIONS = Arrays.stream(
                    System.getProperty("evenkeel.process.jvm-options", "").split(" "))
            .filter(option -> !option.isBlank())
            .toList();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path dataFolder;
    private final Path log;
    private final int port;

    private EvenkeelProcess(Process process, Path dataFolder, Path log, int port) {
        this.process = process;
        this.dataFolder = dataFolder;
        this.log = log;
        this.port = port;
    }

    /** Starts it and returns at once. */
    public static EvenkeelProcess start(Path workingDirectory, Map<String, String> settings) {
        return start(current(), workingDirectory, settings);
    }

    /** The package that tests start unless they say otherwise. */
    public static Path current() {
        return Path.of(System.getProperty("evenkeel.package", "target/quarkus-app"));
    }

    /** The same of another package. */
    public static EvenkeelProcess start(Path packaged, Path workingDirectory, Map<String, String> settings) {
        try {
            int port = settings.containsKey("quarkus.http.port")
                    ? Integer.parseInt(settings.get("quarkus.http.port"))
                    : freePort();
            var all = new HashMap<>(Map.of(
                    "quarkus.http.port",
                    Integer.toString(port),
                    "evenkeel.data-dir",
                    "data",
                    "evenkeel.demo",
                    "false",
                    "evenkeel.simulator.port",
                    Integer.toString(freePort())));
            all.putAll(settings);
            Path log = Files.createTempFile(workingDirectory, "evenkeel-", ".log");
            var builder = new ProcessBuilder(command(packaged, all))
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|KAFKA|EVENKEEL|MP)_.*"));
            return new EvenkeelProcess(builder.start(), workingDirectory.resolve("data"), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts another package, configured by its environment alone, on a free port; its log goes to that folder. */
    public static EvenkeelProcess startPackage(
            Path packaged, Path workingDirectory, Path logs, Map<String, String> environment) {
        try {
            int port = freePort();
            Path log = Files.createTempFile(logs, "evenkeel-", ".log");
            var builder = new ProcessBuilder(java(), "-jar", runner(packaged).toString())
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|KAFKA|EVENKEEL|MP)_.*"));
            builder.environment().putAll(environment);
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            return new EvenkeelProcess(builder.start(), workingDirectory.resolve("data"), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path runner(Path packaged) {
        Path jar = packaged.resolve("quarkus-run.jar").toAbsolutePath();
        assertThat(jar).as("the package that these tests start").exists();
        return jar;
    }

    private static List<String> command(Path packaged, Map<String, String> settings) {
        Path jar = runner(packaged);
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(JVM_OPTIONS);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** Waits until it answers that it is ready; fails with its log if it ends before. */
    public EvenkeelProcess awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(process.isAlive()).as("still running:%n%s", log()).isTrue();
            return isReady();
        });
        return this;
    }

    private boolean isReady() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/q/health/ready"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Everything that it has written so far, errors included. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of its embedded broker, once it is ready. */
    public String bootstrapServers() {
        var matcher = BOOTSTRAP.matcher(log());
        assertThat(matcher.find()).as("the broker's address in%n%s", log()).isTrue();
        return matcher.group(1);
    }

    /** Its embedded PostgreSQL server, which outlives a killed process. */
    public Optional<ProcessHandle> postgres() {
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readAllLines(pidFile()).get(0).strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        return dataFolder.resolve("postgres").resolve("postmaster.pid");
    }

    /** {@code kill -9}: no hook of its own runs. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -15}, then waits for its end. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Waits for its end and gives its exit status. */
    public int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended:%n%s", log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Leaves nothing running, whatever became of the process. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        postgres()
                .filter(server -> server.info().command().orElse("").endsWith("/postgres"))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
