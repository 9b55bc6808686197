package dev.evenkeel.check;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.simulator.Ending;
import dev.evenkeel.simulator.FaultShares;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class CheckResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROBLEM = "application/problem+json";
    private static final String MODEL = "{\"model\": \"" + PublishedProfiles.DEEPSEEK + "\"}";

    private static SimulatorServer simulator;

    @Inject
    Providers providers;

    @Inject
    Pool pool;

    @BeforeAll
    static void aProviderListens() {
        var steady = PublishedProfiles.providers().get(0).as("steady", FaultShares.NONE);
        var stalled = PublishedProfiles.providers().get(0).as("stalled", FaultShares.NONE.with(Ending.STALLED, 1));
        simulator =
                SimulatorServer.start(SimulatorSettings.onFreePort(0.1, List.of(steady, stalled)), Clock.systemUTC());
    }

    @AfterAll
    static void theProviderStops() {
        simulator.close();
    }

    @Test
    void aProviderThatAnswersIsOk() {
        Api.putProvider("check-steady", simulator.baseUrl("steady"));
        long before = samples();

        ValidatableResponse response = check("check-steady", MODEL);

        response.statusCode(200)
                .header("Cache-Control", "no-store")
                .body("outcome", equalTo("OK"))
                .body("httpStatus", equalTo(200))
                .body("target.provider", equalTo("check-steady"))
                .body("target.model", equalTo(PublishedProfiles.DEEPSEEK))
                .body("ttftMs", greaterThan(0f))
                .body("outputTokens", equalTo(16))
                .body("id", nullValue())
                .body("run", nullValue())
                .body("round", nullValue())
                .body("specVersion", nullValue())
                .body("error", nullValue());
        assertThat(simulator.served()).extracting(served -> served.provider()).contains("steady");
        assertThat(samples()).isEqualTo(before);
    }

    @Test
    void theDocumentSaysWhatIsAsked() {
        Api.putProvider("check-short", simulator.baseUrl("steady"));

        check(
                        "check-short",
                        "{\"model\": \"" + PublishedProfiles.DEEPSEEK
                                + "\", \"maxOutputTokens\": 3, \"request\": {\"temperature\": 0.5}}")
                .statusCode(200)
                .body("outcome", equalTo("OK"))
                .body("outputTokens", equalTo(3));
    }

    @Test
    void aKindOfConnectionThatThereIsNotIsInvalid() {
        Api.putProvider("check-warm", simulator.baseUrl("steady"));

        check("check-warm", MODEL.replace("}", ", \"connection\": \"warm\"}"))
                .statusCode(422)
                .body("violations.field", equalTo(List.of("connection")))
                .body("violations.message", equalTo(List.of("must be reuse or fresh")));
    }

    @Test
    void aModelThatTheProviderDoesNotKnowIsAClientError() {
        Api.putProvider("check-unknown", simulator.baseUrl("steady"));

        check("check-unknown", "{\"model\": \"nobody-serves-this\"}")
                .statusCode(200)
                .body("outcome", equalTo("CLIENT_ERROR"))
                .body("httpStatus", equalTo(404));
    }

    @Test
    void aPortThatNobodyListensAtIsAConnectError() throws IOException {
        Api.putProvider("check-closed", URI.create("http://127.0.0.1:" + closedPort() + "/v1"));

        check("check-closed", MODEL).statusCode(200).body("outcome", equalTo("CONNECT_ERROR"));
    }

    @Test
    void aProviderThatNeverAnswersIsATimeoutAsSoonAsTheDocumentSays() {
        Api.putProvider("check-stalled", simulator.baseUrl("stalled"));

        check(
                        "check-stalled",
                        "{\"model\": \"" + PublishedProfiles.DEEPSEEK
                                + "\", \"timeouts\": {\"firstToken\": \"PT0.2S\"}}")
                .statusCode(200)
                .body("outcome", equalTo("TIMEOUT"))
                .body("timeoutPhase", equalTo("FIRST_TOKEN"));
    }

    /** The catalog refuses such a provider; its row may be older than the credential's binding. */
    @Test
    void aCredentialThatIsNotBoundToTheUrlIsNotSent() {
        put("check-credential", simulator.baseUrl("steady"), "bound-elsewhere");

        String answer = check("check-credential", MODEL)
                .statusCode(200)
                .body("outcome", equalTo("REFUSED_BY_POLICY"))
                .body("startedAt", nullValue())
                .body("error", containsString("bound-elsewhere"))
                .extract()
                .asString();

        assertThat(answer).doesNotContain("sk-test-elsewhere");
    }

    @Test
    void anAddressThatMayNotBeProbedIsNotAsked() {
        put("check-metadata", URI.create("https://169.254.169.254/latest"), null);

        check("check-metadata", MODEL)
                .statusCode(200)
                .body("outcome", equalTo("REFUSED_BY_POLICY"))
                .body("httpStatus", nullValue());
    }

    @Test
    void aProviderThatThereIsNotIsNotFound() {
        check("check-nobody", MODEL).statusCode(404).contentType(PROBLEM);
        check("Upper", MODEL).statusCode(404).contentType(PROBLEM);
    }

    @Test
    void everythingThatIsWrongWithTheDocumentIsTold() {
        check(
                        "check-nobody",
                        "{\"model\": \" \", \"maxOutputTokens\": 257, \"request\": {\"stream\": false},"
                                + " \"timeouts\": {\"connect\": \"PT1M\", \"firstToken\": \"soon\", \"total\": \"PT3M\"}}")
                .statusCode(422)
                .contentType(PROBLEM)
                .body(
                        "violations.field",
                        hasItems(
                                "model",
                                "maxOutputTokens",
                                "request.stream",
                                "timeouts.connect",
                                "timeouts.firstToken",
                                "timeouts.total"));
        check("check-nobody", "{\"model\": \"m\", \"colour\": \"blue\"}")
                .statusCode(422)
                .body("violations.field", hasItems("colour"));
        check("check-nobody", "{").statusCode(400).contentType(PROBLEM);
        check("check-nobody", "").statusCode(anyOf(is(400), is(422))).contentType(PROBLEM);
    }

    private static ValidatableResponse check(String provider, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/providers/" + provider + "/check")
                .then();
    }

    private void put(String name, URI baseUrl, @Nullable String credential) {
        providers
                .put(new Provider(name, baseUrl, Protocol.OPENAI_CHAT, credential, 8, null))
                .await()
                .atMost(PATIENCE);
    }

    private long samples() {
        return pool.query("select count(*) as n from sample where target_id = '00000000-0000-0000-0000-000000000000'")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong("n");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
