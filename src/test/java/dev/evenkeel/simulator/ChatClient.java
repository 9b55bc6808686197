package dev.evenkeel.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Asks a simulator over HTTP, as any client would. */
final class ChatClient {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SimulatorServer server;

    ChatClient(SimulatorServer server) {
        this.server = server;
    }

    HttpResponse<String> stream(String provider) throws IOException, InterruptedException {
        return post(provider, """
                {"model": "m", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 12,
                 "messages": [{"role": "user", "content": "How does the tide run?"}]}""");
    }

    HttpResponse<String> post(String provider, String body) throws IOException, InterruptedException {
        return http.send(request(provider, body, TIMEOUT), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    HttpRequest request(String provider, String body, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl(provider) + "/chat/completions"))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** The payloads of a stream's events. */
    static List<String> events(String stream) {
        return Arrays.stream(stream.split("\n\n"))
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
