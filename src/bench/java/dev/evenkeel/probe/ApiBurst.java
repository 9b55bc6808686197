package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks one loopback URL again and again for a bounded time, and prints what came of it as a line of JSON.
 * Arguments: {@code port=… path=/api/v1/campaigns rate=10000 seconds=30 concurrency=64}.
 */
final class ApiBurst {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ApiBurst() {}

    public static void main(String[] args) throws Exception {
        var options = new BenchOptions(Set.of("port", "path", "rate", "seconds", "concurrency"), args);
        URI url =
                URI.create("http://127.0.0.1:" + options.count("port", 0) + options.text("path", "/api/v1/campaigns"));
        long rate = options.number("rate", 10_000);
        long seconds = options.number("seconds", 30);
        var request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var free = new Semaphore(options.count("concurrency", 64));
        Map<String, LongAdder> answers = new ConcurrentHashMap<>();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000;
        long sent = 0;
        while (System.nanoTime() < end && sent < rate * seconds) {
            LockSupport.parkNanos(start + sent * 1_000_000_000 / rate - System.nanoTime());
            free.acquire();
            sent++;
            var unused = http.sendAsync(request, BodyHandlers.discarding()).whenComplete((response, failure) -> {
                String answer = failure == null ? Integer.toString(response.statusCode()) : "failed";
                answers.computeIfAbsent(answer, name -> new LongAdder()).increment();
                free.release();
            });
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sent", sent);
        line.put("perSecond", Math.round(sent * 1e9 / (System.nanoTime() - start)));
        line.put("answers", new TreeMap<>(answers));
        System.out.println(new ObjectMapper().writeValueAsString(line));
        System.exit(0);
    }
}
