package dev.evenkeel.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The ground truth in a process of its own, at real-time priority where that is permitted. */
final class TruthProcess implements AutoCloseable {
    private static final List<String> REAL_TIME = List.of("chrt", "-f", "10");

    /** No collection and no periodic safepoint between a stamp and its write, and no compiler that takes long. */
    private static final List<String> JVM = List.of(
            "-Xms512m",
            "-Xmx1g",
            "-Xmn300m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GuaranteedSafepointInterval=0");

    private final Process process;
    private final boolean realTime;
    private final int port;

    private TruthProcess(Process process, boolean realTime, int port) {
        this.process = process;
        this.realTime = realTime;
        this.port = port;
    }

    static TruthProcess start(StreamPlan plan) throws IOException, InterruptedException {
        boolean realTime = realTimeIsPermitted();
        List<String> command = new ArrayList<>(realTime ? REAL_TIME : List.of());
        command.add(java());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TruthServer.class.getName()));
        command.addAll(plan.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String port = lines.readLine();
        if (port == null) {
            throw new IOException("the ground truth did not start");
        }
        return new TruthProcess(process, realTime, Integer.parseInt(port));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static boolean realTimeIsPermitted() throws InterruptedException {
        List<String> trial = new ArrayList<>(REAL_TIME);
        trial.add("true");
        try {
            Process process =
                    new ProcessBuilder(trial).redirectErrorStream(true).start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    boolean realTime() {
        return realTime;
    }

    long pid() {
        return process.pid();
    }

    String authority() {
        return "127.0.0.1:" + port;
    }

    URI baseUrl(TruthBehaviour behaviour) {
        return URI.create("http://" + authority() + behaviour.path());
    }

    /** What it noted so far, by the streams' numbers. */
    Map<Long, TruthLog.Entry> truth() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(baseUrl(TruthBehaviour.TRUTH))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(60))
                .build();
        var http = HttpClient.newHttpClient();
        return TruthLog.parsed(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
