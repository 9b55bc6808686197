package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed amid a run loses nothing that Kafka acknowledged and counts nothing twice. */
class KillDuringRunIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROUNDS = 80;
    private static final int EXPECTED = 2 * ROUNDS;

    @TempDir
    Path folder;

    @Test
    void everyAcknowledgedSampleIsCountedOnceAndTheRunAddsUp() throws Exception {
        String simulatorPort = Integer.toString(EvenkeelProcess.freePort());
        Map<String, String> settings = Map.of("evenkeel.simulator.port", simulatorPort);
        try (var first = EvenkeelProcess.start(folder, settings).awaitReady()) {
            // Given a run of which a part has been probed and stored
            RestAssured.port = first.port();
            String run = startRun(simulatorPort);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Api.run(run).getInt("received") >= EXPECTED / 8);

            ProcessHandle orphan = first.postgres().orElseThrow();

            // When
            first.kill();
            assertThat(orphan.isAlive()).as("PostgreSQL outlives its parent").isTrue();
            try (var second = EvenkeelProcess.start(folder, settings).awaitReady()) {
                assertThat(orphan.isAlive())
                        .as("two servers on one data directory")
                        .isFalse();
                RestAssured.port = second.port();
                JsonPath ended = Api.finished(run, PATIENCE);

                // Then
                Set<String> acknowledged = TopicContents.sampleIds(
                        second.bootstrapServers(),
                        sample -> sample.path("runId").asText().equals(run));
                int missed = ended.get("outcomes.MISSED") == null ? 0 : ended.getInt("outcomes.MISSED");
                assertThat(ended.getInt("received")).isEqualTo(acknowledged.size());
                assertThat(acknowledged.size() + missed).isEqualTo(EXPECTED);
                assertThat(missed).as("rounds that fell into the gap").isPositive();
                assertThat(ended.getString("state")).isEqualTo("INCOMPLETE");
                assertThat(storedIds(run)).isEqualTo(acknowledged);
            }
        }
    }

    private static String startRun(String simulatorPort) {
        for (String provider : List.of("provider-a", "provider-c")) {
            Api.putProvider(provider, URI.create("http://127.0.0.1:" + simulatorPort + "/" + provider + "/v1"));
        }
        Api.putCampaign(
                "killed",
                "deepseek-v4-pro",
                "\"rounds\": {\"count\": " + ROUNDS
                        + ", \"spacing\": \"PT0.2S\"}, \"workload\": {\"maxOutputTokens\": 16},"
                        + " \"timeouts\": {\"firstToken\": \"PT8S\", \"total\": \"PT10S\"}",
                "provider-a",
                "provider-c");
        return Api.trigger("killed");
    }

    private static Set<String> storedIds(String run) {
        List<String> ids = RestAssured.given()
                .queryParam("run", run)
                .queryParam("limit", 1000)
                .get("/api/v1/campaigns/killed/samples")
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
        assertThat(ids).doesNotHaveDuplicates();
        return new HashSet<>(ids);
    }
}
