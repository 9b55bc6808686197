package dev.evenkeel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL and Kafka, as processes of their own, go away under load and come back. The outage lasts
 * {@code -Doutage.seconds} (5 unless set), of which the campaign that fires every second takes notice.
 */
class StoreOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 5));
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CAMPAIGN = "outage";
    private static final String STATUS = "/api/v1/campaigns/" + CAMPAIGN;

    @TempDir
    Path folder;

    private StoresProcess stores;
    private EvenkeelProcess service;

    @BeforeEach
    void aCampaignThatFiresEverySecond() {
        stores = StoresProcess.start(folder.resolve("stores"));
        String simulatorPort = Integer.toString(EvenkeelProcess.freePort());
        Map<String, String> settings = new HashMap<>(stores.configuration());
        settings.put("evenkeel.simulator.port", simulatorPort);
        settings.put("evenkeel.egress.allow", "127.0.0.1:" + simulatorPort);
        service = EvenkeelProcess.start(folder, settings).awaitReady();
        RestAssured.port = service.port();
        for (String provider : List.of("provider-a", "provider-c")) {
            Api.putProvider(provider, URI.create("http://127.0.0.1:" + simulatorPort + "/" + provider + "/v1"));
        }
        given().contentType("application/json").body("""
                        {"model": "Simulated",
                         "targets": [{"provider": "provider-a", "model": "deepseek-v4-pro"},
                                     {"provider": "provider-c", "model": "deepseek-v4-pro"}],
                         "schedule": {"interval": "PT1S", "jitter": "PT0S", "overlapPolicy": "ALLOW"},
                         "rounds": {"count": 5, "spacing": "PT0.2S"},
                         "workload": {"maxOutputTokens": 16},
                         "timeouts": {"firstToken": "PT8S", "total": "PT10S"}}
                        """).put(STATUS).then().statusCode(201);
        awaitSamplesAfter(Instant.now());
    }

    @AfterEach
    void stop() throws IOException {
        RestAssured.reset();
        service.close();
        Files.writeString(Path.of("target", "store-outage.log"), service.log());
        stores.close();
    }

    @Test
    void eachStoreGoesAwayAndComesBackAndNothingIsLost() throws SQLException {
        long process = service.pid();

        stores.stopPostgres();
        awaitReadiness(503);
        for (Instant end = Instant.now().plus(OUTAGE); Instant.now().isBefore(end); ) {
            Response answer = given().get(STATUS);
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotNull();
            assertThat(answer.contentType()).startsWith("application/problem+json");
        }
        stores.startPostgres();
        measuringAgain("postgresql");

        stores.stopKafka();
        awaitReadiness(503);
        for (Instant end = Instant.now().plus(OUTAGE); Instant.now().isBefore(end); ) {
            given().get(STATUS).then().statusCode(200);
        }
        stores.startKafka();
        measuringAgain("kafka");

        assertThat(service.pid()).isEqualTo(process);
        everythingAddsUp();
    }

    private static void measuringAgain(String store) {
        Instant back = Instant.now();
        awaitReadiness(200);
        awaitSamplesAfter(back);
        System.getLogger(StoreOutageIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} away for {1}: measuring again {2} after its return",
                        store,
                        OUTAGE,
                        Duration.between(back, Instant.now()));
    }

    /** Once the campaign rests: what Kafka acknowledged is stored once, nothing is a dead letter, and each run adds up. */
    private void everythingAddsUp() throws SQLException {
        given().contentType("application/json")
                .body("{}")
                .post(STATUS + "/pause")
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> openRuns() == 0);
        Set<String> acknowledged = TopicContents.sampleIds(stores.kafkaBootstrap(), sample -> true);

        assertThat(storedIds()).isEqualTo(acknowledged);
        assertThat(TopicContents.of(stores.kafkaBootstrap(), "evenkeel.samples.dlq"))
                .isEmpty();
        assertThat(TopicContents.of(stores.kafkaBootstrap(), "evenkeel.probe-requests.dlq"))
                .isEmpty();
        List<Map<String, Object>> runs = runs();
        assertThat(runs).hasSizeGreaterThan(5);
        for (Map<String, Object> run : runs) {
            int told = ((Map<?, ?>) run.get("outcomes"))
                    .values().stream().mapToInt(count -> (Integer) count).sum();
            assertThat(told).as("outcomes of %s", run).isEqualTo(run.get("expected"));
        }
    }

    private static List<Map<String, Object>> runs() {
        JsonPath page = given().queryParam("limit", 1000).get(STATUS + "/runs").jsonPath();
        assertThat(page.getString("next")).as("all runs are on one page").isNull();
        return page.getList("items");
    }

    private static long openRuns() {
        return runs().stream()
                .filter(run ->
                        run.get("state").equals("RUNNING") || run.get("state").equals("PLANNED"))
                .count();
    }

    private Set<String> storedIds() throws SQLException {
        Map<String, String> where = stores.configuration();
        Set<String> ids = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(
                        where.get("quarkus.datasource.jdbc.url"),
                        where.get("quarkus.datasource.username"),
                        where.get("quarkus.datasource.password"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from sample")) {
            while (rows.next()) {
                assertThat(ids.add(rows.getString(1))).as("stored once").isTrue();
            }
        }
        return ids;
    }

    private static void awaitReadiness(int status) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            Response answer = given().get("/q/health/ready");
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        });
    }

    private static void awaitSamplesAfter(Instant instant) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> given().queryParam("from", instant.toString())
                                .queryParam("limit", 20)
                                .get(STATUS + "/samples")
                                .jsonPath()
                                .getList("items.findAll { it.outcome == 'OK' }")
                                .size()
                        >= 10);
    }
}
