package dev.evenkeel.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class HttpProblemsTest {
    private static final byte[] TEN_MEGABYTES = new byte[10_000_000];

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /api/v1/nowhere, 404",
        "GET, /api/v1/providers/a/b, 404",
        "POST, /api/v1/providers, 405",
        "PATCH, /api/v1/providers/a, 405",
    })
    void whatIsNotServedIsToldAsAProblem(String method, String path, int status) {
        given().when()
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("instance", equalTo(path))
                .body("type", containsString("urn:evenkeel:problem:"))
                .body("violations", nullValue());
    }

    @Test
    void mediaTypesThatAreNotServedAreProblems() {
        given().accept("text/csv")
                .get("/api/v1/providers")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
        given().contentType("text/plain")
                .body("x")
                .put("/api/v1/providers/a")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void aFailureOfOursShowsAnErrorIdAndNothingElse() {
        given().when()
                .get("/test/failures/bug")
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .body("detail", containsString("error id"))
                .body(not(containsString("hunter2")))
                .body(not(containsString("Exception")));
    }

    @Test
    void aStoreThatIsAwayIsAnsweredWithWhenToRetry() {
        given().when()
                .get("/test/failures/outage")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .contentType("application/problem+json")
                .body(not(containsString("hunter2")));
    }

    @Test
    void aProblemIsAnsweredAsItWasRaised() {
        given().when()
                .get("/test/failures/unavailable")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("detail", equalTo("the broker is away"))
                .body("type", equalTo("urn:evenkeel:problem:temporarily-unavailable"));
        given().when().get("/test/failures/other").then().statusCode(409).body("title", equalTo("Conflict"));
    }

    @Test
    void aBodyWithinTheLimitArrivesWhole() throws Exception {
        byte[] body = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);

        assertThat(send("/test/failures/echo", "text/plain", BodyPublishers.ofByteArray(body))
                        .body())
                .hasSize(1 << 20);
        assertThat(send("/test/failures/echo", "text/plain", chunked(body)).body())
                .hasSize(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/providers/big", "/test/failures/echo", "/nowhere"})
    void aBodyBeyondTheLimitIsAnsweredWhetherItsLengthIsDeclaredOrNot(String path) throws Exception {
        HttpResponse<String> declared = send(path, "application/json", BodyPublishers.ofByteArray(TEN_MEGABYTES));
        HttpResponse<String> undeclared = send(path, "application/json", chunked(TEN_MEGABYTES));

        for (HttpResponse<String> answer : List.of(declared, undeclared)) {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(answer.body()).contains("a body may have 1048576 bytes at most");
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsIsRefusedAtOnce() throws IOException {
        try (Socket socket = connected()) {
            write(socket, headAskingFirst("PUT /api/v1/providers/big", 10_000_000));

            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsASmallBodyIsToldToGoOn() throws IOException {
        try (Socket socket = connected()) {
            InputStream in = socket.getInputStream();
            write(socket, headAskingFirst("POST /test/failures/echo", 5));
            assertThat(line(in)).isEqualTo("HTTP/1.1 100 Continue");

            write(socket, "hello");

            assertThat(line(in)).isEmpty();
            assertThat(line(in)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String headAskingFirst(String request, int length) {
        return String.join(
                "\r\n",
                request + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + (request.startsWith("PUT") ? "application/json" : "text/plain"),
                "Content-Length: " + length,
                "Expect: 100-continue",
                "",
                "");
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private HttpResponse<String> send(String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        String method = path.startsWith("/api") ? "PUT" : "POST";
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Content-Type", type)
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
