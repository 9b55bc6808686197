package dev.evenkeel.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A rival: the JDK's client with a reader of lines and its default executor, as one would write it first. */
final class HttpClientLoad extends ClosedLoop {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "Tell a story of about sixty words, and nothing else. ".repeat(16)
            + "\"}],\"max_tokens\":64,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    HttpClientLoad(URI baseUrl, int streams, long spreadNs) {
        super(streams, spreadNs);
        request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
    }

    @Override
    void begin() {
        Lines lines = new Lines(System.nanoTime());
        var unused = client.sendAsync(request, BodyHandlers.fromLineSubscriber(lines))
                .whenComplete((response, failure) -> ended(lines::reading));
    }

    private static final class Lines implements Flow.Subscriber<String> {
        private final long start;
        private long firstChunk;
        private long firstToken;
        private long lastToken;
        private long sequence;
        private volatile boolean done;

        Lines(long start) {
            this.start = start;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            long at = System.nanoTime();
            if (line.equals("data: [DONE]")) {
                done = true;
            } else if (line.startsWith("data: ")) {
                chunk(parsed(line.substring("data: ".length())), at);
            }
        }

        private void chunk(JsonNode chunk, long at) {
            firstChunk = firstChunk == 0 ? at : firstChunk;
            sequence = TruthEvents.sequenceIn(chunk.path("system_fingerprint").asText());
            if (!chunk.path("choices")
                    .path(0)
                    .path("delta")
                    .path("content")
                    .asText("")
                    .isEmpty()) {
                firstToken = firstToken == 0 ? at : firstToken;
                lastToken = at;
            }
        }

        private static JsonNode parsed(String json) {
            try {
                return JSON.readTree(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the ground truth sent what is not JSON", e);
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}

        @Nullable
        Reading reading() {
            return done ? new Reading(sequence, start, firstChunk, firstToken, lastToken, false, null, null) : null;
        }
    }
}
