package dev.evenkeel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.SlowClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class StreamedBodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Above what the sockets of both sides hold by themselves. */
    private static final int HELD_AT_MOST = 64 * 1024 * 1024 / StreamingResource.CHUNK_BYTES;

    @Test
    void allChunksArriveAndTheBodyEnds() throws Exception {
        HttpResponse<byte[]> response = get("three");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(3 * StreamingResource.CHUNK_BYTES);
    }

    @Test
    void aBodyWithNothingInItEndsToo() throws Exception {
        HttpResponse<byte[]> response = get("empty");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aBodyThatFailsMidwayIsCutAndNeverTakenForTheWhole() {
        assertThatThrownBy(() -> get("broken")).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatDoesNotReadMakesNothingPileUpHere() throws Exception {
        try (SlowClient client = SlowClient.get(stream("endless"), "text/plain")) {
            client.readSome();

            int made = client.awaitStill(StreamingResource.MADE::get);

            assertThat(made).isLessThan(HELD_AT_MOST);
            client.read((long) made * StreamingResource.CHUNK_BYTES);
            await().atMost(PATIENCE).until(() -> StreamingResource.MADE.get() > made);
        }
    }

    @Test
    void aClientThatLeavesEndsTheReadingForIt() throws Exception {
        try (SlowClient client = SlowClient.get(stream("endless"), "text/plain")) {
            client.readSome();
        }

        await().atMost(PATIENCE).until(StreamingResource.CANCELLED::get);
    }

    private static URI stream(String kind) {
        return URI.create("http://localhost:" + RestAssured.port + "/test/streams/" + kind);
    }

    private static HttpResponse<byte[]> get(String kind) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(stream(kind)).timeout(PATIENCE).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }
}
