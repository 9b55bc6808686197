package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Asks one loopback URL again and again for a bounded time, and prints what came of it as a line of JSON. On one event loop, so
 * that it leaves as much of the machine as it can. Arguments: {@code port=… path=/api/v1/campaigns rate=10000 seconds=30
 * concurrency=64}.
 */
final class ApiBurst {
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final Map<String, Long> answers = new TreeMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpClient client;
    private final int port;
    private final String path;
    private final long rate;
    private final long seconds;
    private final int concurrency;
    private long start;
    private long sent;
    private long answered;
    private int inFlight;

    private ApiBurst(Vertx vertx, BenchOptions options) {
        port = options.count("port", 0);
        path = options.text("path", "/api/v1/campaigns");
        rate = options.number("rate", 10_000);
        seconds = options.number("seconds", 30);
        concurrency = options.count("concurrency", 64);
        client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(concurrency));
    }

    public static void main(String[] args) throws Exception {
        var options = new BenchOptions(Set.of("port", "path", "rate", "seconds", "concurrency"), args);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var burst = new ApiBurst(vertx, options);
        vertx.runOnContext(unused -> {
            burst.start = System.nanoTime();
            vertx.setPeriodic(1, timer -> burst.send(() -> vertx.cancelTimer(timer)));
        });
        burst.ended.await();
        System.out.println(new ObjectMapper().writeValueAsString(burst.told()));
        System.exit(0);
    }

    /** As many as are due, and no more at a time than may be. */
    private void send(Runnable stop) {
        long elapsed = System.nanoTime() - start;
        if (elapsed >= seconds * NS_PER_SECOND) {
            stop.run();
            ended.countDown();
            return;
        }
        while (inFlight < concurrency && sent < elapsed * rate / NS_PER_SECOND) {
            sent++;
            inFlight++;
            var unused = client.request(HttpMethod.GET, path)
                    .compose(HttpClientRequest::send)
                    .compose(response -> response.end().map(response))
                    .map(HttpClientResponse::statusCode)
                    .onComplete(
                            answer -> count(answer.succeeded() ? answer.result().toString() : "failed"));
        }
    }

    private void count(String answer) {
        inFlight--;
        answered++;
        answers.merge(answer, 1L, Long::sum);
    }

    private Map<String, Object> told() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sent", sent);
        line.put("perSecond", Math.round(answered / (double) seconds));
        line.put("answers", answers);
        return line;
    }
}
