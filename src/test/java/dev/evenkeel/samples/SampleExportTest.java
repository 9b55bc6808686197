package dev.evenkeel.samples;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.SlowClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class SampleExportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROBLEM = "application/problem+json";
    private static final String PATH = "/api/v1/campaigns/export/samples";
    private static final int ROWS = 120_000;
    private static final int ROWS_OF_THE_RUN = 2_500;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    @Inject
    ObjectMapper json;

    private final UUID run = UUID.randomUUID();
    private StoredSamples stored;

    /** Three rounds share each second, so that blocks end amid an instant. */
    @BeforeAll
    void manySamplesAreStored() {
        stored = new StoredSamples(pool, "export");
        stored.putCampaign("provider-a", "provider-b");
        stored.insert("provider-a", 1, ROWS - ROWS_OF_THE_RUN, UUID.randomUUID());
        stored.insert("provider-b", 2, ROWS_OF_THE_RUN, run);
    }

    @AfterAll
    void nothingIsLeft() {
        stored.delete();
    }

    @Test
    void bothFormatsHaveEverySampleOnceNewestFirst() throws Exception {
        List<String> csv = lines("text/csv");
        List<String> ndjson = lines("application/x-ndjson");

        assertThat(csv).hasSize(ROWS + 1);
        assertThat(csv.get(0)).startsWith("id,run,round,target.provider,target.model,scheduledAt,");
        List<String> ids = csv.stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        assertThat(new HashSet<>(ids)).hasSize(ROWS);
        List<JsonNode> objects = ndjson.stream().map(this::parsed).toList();
        // Compared as lists: the library's own comparison of so many takes minutes.
        assertThat(objects.stream()
                        .map(sample -> sample.get("id").asText())
                        .toList()
                        .equals(ids))
                .isTrue();
        List<Instant> times = objects.stream()
                .map(sample -> Instant.parse(sample.get("scheduledAt").asText()))
                .toList();
        assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void aClientThatReadsSlowlyIsReadForSlowly() throws Exception {
        int before = exported();
        try (SlowClient client = SlowClient.get(samples(""), "text/csv")) {
            String beginning = client.readSome();

            int read = client.awaitStill(this::exported) - before;

            assertThat(beginning).startsWith("HTTP/1.1 200").contains("text/csv");
            assertThat(read).isBetween(SampleReading.BLOCK, ROWS / 2);
            assertThat(client.readToEnd(5)).isEqualTo("0\r\n\r\n");
            assertThat(exported() - before).isEqualTo(ROWS);
        }
    }

    @Test
    void aClientThatLeavesEndsTheReadingAndLeavesNoConnectionBusy() throws Exception {
        int before = exported();
        SlowClient client = SlowClient.get(samples(""), "application/x-ndjson");
        client.readSome();
        client.close();

        int read = client.awaitStill(this::exported) - before;

        assertThat(read).isLessThan(ROWS / 2);
        await().atMost(PATIENCE).until(this::busyConnections, busy -> busy == 0);
    }

    @Test
    void aClientThatAsksForTheHeadAloneIsNotReadFor() {
        int before = exported();

        given().accept("text/csv").head(samples("")).then().statusCode(200).contentType(startsWith("text/csv"));

        assertThat(exported() - before).isLessThanOrEqualTo(SampleReading.BLOCK);
    }

    @Test
    void aStreamHasWhatTheFiltersLetThrough() throws Exception {
        assertThat(lines("text/csv", "?run=" + run)).hasSize(ROWS_OF_THE_RUN + 1);
        assertThat(lines("text/csv", "?specVersion=2")).hasSize(ROWS_OF_THE_RUN + 1);
        assertThat(lines("text/csv", "?provider=provider-b")).hasSize(ROWS_OF_THE_RUN + 1);
        assertThat(lines("text/csv", "?provider=provider-a&specVersion=2")).hasSize(1);
        assertThat(lines("application/x-ndjson", "?to=2020-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void pagesFollowEachOtherToTheEnd() {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = given().queryParam("specVersion", 2)
                    .queryParam("limit", 1000)
                    .queryParams(cursor.isEmpty() ? Map.of() : Map.of("cursor", cursor))
                    .get(samples(""))
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("items.id"));
            cursor = page.getString("next");
        }

        assertThat(ids).hasSize(ROWS_OF_THE_RUN).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                         | application/json",
                "application/json                            | application/json",
                "text/*                                      | text/csv",
                "text/csv;q=0.5, application/x-ndjson        | application/x-ndjson",
                "image/png, application/x-ndjson;q=0.1       | application/x-ndjson",
            })
    void theHeaderAcceptDecides(String accept, String contentType) {
        given().header("Accept", accept)
                .queryParam("to", "2020-01-01T00:00:00Z")
                .get(samples(""))
                .then()
                .statusCode(200)
                .contentType(startsWith(contentType))
                .header("Vary", "Accept");
    }

    @Test
    void whatIsNotServedIsNotAcceptable() {
        given().accept("image/png").get(samples("")).then().statusCode(406).contentType(PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({"text/csv", "application/x-ndjson"})
    void whatIsWrongBeforeTheFirstRowIsAProblem(String accept) {
        given().accept(accept)
                .get("/api/v1/campaigns/none/samples")
                .then()
                .statusCode(404)
                .contentType(PROBLEM);
        given().accept(accept)
                .get(PATH + "?limit=5&cursor=x&from=yesterday&provider=UPPER&specVersion=0")
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("violations.field", hasItems("limit", "cursor", "from", "provider", "specVersion"));
    }

    private List<String> lines(String accept) throws IOException, InterruptedException {
        return lines(accept, "");
    }

    private List<String> lines(String accept, String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(samples(query))
                .header("Accept", accept)
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofLines())
                .body()
                .collect(Collectors.toList());
    }

    private static URI samples(String query) {
        return URI.create("http://localhost:" + RestAssured.port + PATH + query);
    }

    private JsonNode parsed(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private int exported() {
        return (int) meters.get("evenkeel.samples.exported").counter().count();
    }

    private long busyConnections() {
        return pool.query("select count(*) as n from pg_stat_activity where datname = current_database()"
                        + " and state <> 'idle' and pid <> pg_backend_pid()")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong("n");
    }
}
