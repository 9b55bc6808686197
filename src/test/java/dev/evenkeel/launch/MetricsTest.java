package dev.evenkeel.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus scrapes after a campaign has run. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ROUNDS = 12;
    private static final double USED = 2.0 * ROUNDS / 1000;

    private static SimulatorServer simulator;

    @BeforeAll
    static void simulatedProvidersListen() {
        simulator = SimulatorServer.start(
                SimulatorSettings.onFreePort(0.05, PublishedProfiles.providers()), Clock.systemUTC());
    }

    @AfterAll
    static void simulatedProvidersStop() {
        simulator.close();
    }

    @Test
    void everyProbeIsCountedOnceByProviderAndOutcome() {
        runACampaign();

        String metrics = metrics();

        assertThat(value(metrics, "evenkeel_probes_total", "provider=\"metered-a\"", "outcome=\"OK\""))
                .isEqualTo(ROUNDS);
        assertThat(value(metrics, "evenkeel_probes_total", "provider=\"metered-gone\"", "outcome=\"CLIENT_ERROR\""))
                .isEqualTo(ROUNDS);
        assertThat(value(metrics, "evenkeel_probe_ttft_seconds_count", "provider=\"metered-a\""))
                .isEqualTo(ROUNDS);
        assertThat(value(metrics, "evenkeel_probes_in_flight")).isZero();
        assertThat(value(metrics, "evenkeel_rounds_total", "fate=\"PUBLISHED\""))
                .isGreaterThanOrEqualTo(ROUNDS);
        assertThat(value(metrics, "evenkeel_ingest_samples_total", "fate=\"STORED\""))
                .isGreaterThanOrEqualTo(2.0 * ROUNDS);
        assertThat(value(metrics, "evenkeel_budget_used_ratio", "campaign=\"metered\"", "limit=\"probes\""))
                .isEqualTo(USED);
    }

    @Test
    void everyMetricThatTheDocumentsListIsServed() throws IOException {
        runACampaign();
        List<String> listed = Pattern.compile("^\\| `((?:evenkeel|kafka)_[a-z_]+)", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        String metrics = metrics();

        assertThat(listed).hasSizeGreaterThan(15);
        assertThat(listed).allSatisfy(name -> assertThat(metrics).contains("# TYPE " + typeOf(name) + " "));
        List<String> ours = Pattern.compile("^# TYPE (evenkeel_[a-z_]+) ", Pattern.MULTILINE)
                .matcher(metrics)
                .results()
                .map((MatchResult type) -> type.group(1))
                .filter(name -> !name.endsWith("_max"))
                .toList();
        assertThat(listed.stream().map(MetricsTest::typeOf))
                .as("the documents list every metric of ours")
                .containsAll(ours);
    }

    /** Once for both tests: counters only grow. */
    private static void runACampaign() {
        if (given().get("/api/v1/campaigns/metered").statusCode() == 200) {
            return;
        }
        Api.putProvider("metered-a", simulator.baseUrl("provider-a"));
        Api.putProvider("metered-gone", simulator.baseUrl("provider-none"));
        Api.putCampaign(
                "metered",
                PublishedProfiles.DEEPSEEK,
                "\"budget\": {\"probesPerDay\": 1000}, \"workload\": {\"maxOutputTokens\": 4}, \"rounds\": {\"count\": "
                        + ROUNDS + ", \"spacing\": \"PT0.05S\"}",
                "metered-a",
                "metered-gone");
        Api.finished(Api.trigger("metered"), PATIENCE);
        await().atMost(PATIENCE)
                .until(() -> value(metrics(), "evenkeel_budget_used_ratio", "campaign=\"metered\"") >= USED);
    }

    /** OpenMetrics names a counter's family without the suffix of its samples. */
    private static String typeOf(String name) {
        return name.replaceFirst("_total$", "");
    }

    private static String metrics() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }

    private static double value(String metrics, String name, String... labels) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
