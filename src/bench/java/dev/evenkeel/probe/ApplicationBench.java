package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.EvenkeelProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The whole service with a campaign that probes the ground truth, first undisturbed and then disturbed; prints
 * a line of JSON for each of the two. Arguments: {@code streams=50 warmup=20 seconds=30 disturbance=burst|backlog
 * path=/api/v1/campaigns/bench/rankings rate=10000 backlog=50000 run=1}. Needs a package in target/quarkus-app.
 */
final class ApplicationBench {
    private static final Set<String> OPTIONS =
            Set.of("streams", "warmup", "seconds", "disturbance", "path", "rate", "backlog", "run");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final StreamPlan PLAN = StreamPlan.of(new BenchOptions(StreamPlan.OPTIONS));
    private static final long SPACING_MS = 100;
    private static final int MAX_ROUNDS = 1000;
    private static final Duration DRAINING = Duration.ofMinutes(4);

    /** @param cpu of the machine, the service and the ground truth */
    private record Instants(Instant wall, MachineTime cpu) {}

    private final BenchOptions options;
    private final TruthProcess server;
    private final EvenkeelProcess service;

    private ApplicationBench(BenchOptions options, TruthProcess server, EvenkeelProcess service) {
        this.options = options;
        this.server = server;
        this.service = service;
    }

    public static void main(String[] args) throws Exception {
        var options = new BenchOptions(OPTIONS, args);
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), "application-");
        try (TruthProcess server = TruthProcess.start(PLAN);
                EvenkeelProcess service =
                        EvenkeelProcess.start(folder, Map.of("evenkeel.egress.allow", server.authority()))) {
            service.awaitReady();
            new ApplicationBench(options, server, service).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        long warmup = options.number("warmup", 20);
        long seconds = options.number("seconds", 30);
        String disturbance = options.text("disturbance", "burst");
        put(
                "/api/v1/providers/truth",
                Map.of(
                        "baseUrl",
                        server.baseUrl(TruthBehaviour.STREAM).toString(),
                        "protocol",
                        "openai-chat",
                        "maxConcurrency",
                        1000));
        put("/api/v1/campaigns/bench", campaign(warmup + 2 * seconds + 5));
        String run =
                send("POST", "/api/v1/campaigns/bench/trigger", null).path("id").asText();
        Thread.sleep(1000 * warmup);
        Instants quiet = now();
        Thread.sleep(1000 * seconds);
        Instants disturbed = now();
        String told = disturb(disturbance, seconds);
        sleepUntil(disturbed.wall().plusSeconds(seconds));
        Instants end = now();
        awaitEnd(run);
        long drained = Duration.between(end.wall(), Instant.now()).toSeconds();

        var truth = server.truth();
        List<JsonNode> samples = samples(run);
        print("quiet before " + disturbance, samples, truth, quiet, disturbed, Map.of());
        print(disturbance, samples, truth, disturbed, end, Map.of("disturbance", told, "endedAfterSeconds", drained));
    }

    private Map<String, Object> campaign(long seconds) {
        long perTarget = Math.max(1, PLAN.duration() / 1_000_000 / SPACING_MS);
        int targets = (int) Math.max(1, Math.min(100, Math.round((double) options.count("streams", 50) / perTarget)));
        long rounds = Math.min(MAX_ROUNDS, seconds * 1000 / SPACING_MS);
        return Map.of(
                "model", "truth",
                "targets",
                        IntStream.range(0, targets)
                                .mapToObj(i -> Map.of("provider", "truth", "model", "m" + i))
                                .toList(),
                "schedule", Map.of("manual", true),
                "rounds", Map.of("count", rounds, "spacing", "PT0." + SPACING_MS + "S"));
    }

    private Instants now() throws IOException {
        return new Instants(Instant.now(), MachineTime.now(service.pid(), server.pid()));
    }

    private String disturb(String disturbance, long seconds) throws IOException, InterruptedException {
        if (disturbance.equals("backlog")) {
            int backlog = options.count("backlog", 50_000);
            IngestBacklog.pile(service.bootstrapServers(), backlog);
            return backlog + " samples";
        }
        Process burst = new ProcessBuilder(
                        TruthProcess.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ApiBurst.class.getName(),
                        "port=" + service.port(),
                        "path=" + options.text("path", "/api/v1/campaigns/bench/rankings"),
                        "rate=" + options.number("rate", 10_000),
                        "seconds=" + seconds)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!burst.waitFor(seconds + 30, TimeUnit.SECONDS)) {
            burst.destroyForcibly();
        }
        return new String(burst.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static void sleepUntil(Instant when) throws InterruptedException {
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), when).toMillis()));
    }

    private void awaitEnd(String run) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(DRAINING);
        while (Instant.now().isBefore(deadline)) {
            String state =
                    send("GET", "/api/v1/runs/" + run, null).path("state").asText();
            if (state.equals("COMPLETED") || state.equals("INCOMPLETE")) {
                return;
            }
            Thread.sleep(500);
        }
    }

    private List<JsonNode> samples(String run) throws IOException, InterruptedException {
        var request = request("/api/v1/campaigns/bench/samples?run=" + run)
                .header("Accept", "application/x-ndjson")
                .build();
        List<JsonNode> samples = new ArrayList<>();
        for (String line : HTTP.send(request, BodyHandlers.ofLines()).body().toList()) {
            samples.add(JSON.readTree(line));
        }
        return samples;
    }

    private void print(
            String label,
            List<JsonNode> samples,
            Map<Long, TruthLog.Entry> truth,
            Instants from,
            Instants to,
            Map<String, Object> more)
            throws IOException {
        // A pile of samples to be stored is made of copies.
        List<JsonNode> within = samples.stream()
                .filter(sample -> sample.has("startedAt"))
                .filter(sample ->
                        isBetween(Instant.parse(sample.path("startedAt").asText()), from.wall(), to.wall()))
                .collect(Collectors.toMap(
                        sample ->
                                sample.path("target") + sample.path("startedAt").asText(),
                        sample -> sample,
                        (original, copy) -> original,
                        LinkedHashMap::new))
                .values()
                .stream()
                .toList();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("label", label);
        line.put("streams", options.count("streams", 50));
        line.put("run", options.number("run", 1));
        line.put("client", "application");
        line.put("samples", within.size());
        new SampleJudgement(within, truth).into(line);
        line.put("foreignCpuPct", TimingBench.tenth(to.cpu().foreignPercent(from.cpu())));
        line.put("clientCpuPct", TimingBench.tenth(to.cpu().percentOf(0, from.cpu())));
        line.put("serverCpuPct", TimingBench.tenth(to.cpu().percentOf(1, from.cpu())));
        line.putAll(more);
        System.out.println(JSON.writeValueAsString(line));
    }

    private static boolean isBetween(Instant instant, Instant from, Instant to) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    private void put(String path, Map<String, Object> body) throws IOException, InterruptedException {
        send("PUT", path, JSON.writeValueAsString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.uri(path)).timeout(Duration.ofMinutes(1));
    }

    private JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = request(path)
                .method(method, publisher)
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
