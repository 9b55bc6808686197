package dev.evenkeel.launch;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.ServedRequest;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a campaign to its ranking over real HTTP, Kafka and PostgreSQL, against what the simulator's log says it did. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class MainJobTest {
    private static final double TIME_SCALE = 0.25;
    private static final int ROUNDS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> PROVIDERS = List.of("provider-a", "provider-b", "provider-c");
    private static final Map<String, List<String>> PUBLISHED_ORDER = Map.of(
            PublishedProfiles.KIMI, List.of("published-c", "published-a", "published-b"),
            PublishedProfiles.DEEPSEEK, List.of("published-a", "published-b", "published-c"));

    private static SimulatorServer simulator;

    @BeforeAll
    static void simulatedProvidersListen() {
        simulator = SimulatorServer.start(
                SimulatorSettings.onFreePort(TIME_SCALE, PublishedProfiles.providers()), Clock.systemUTC());
    }

    @AfterAll
    static void simulatedProvidersStop() {
        simulator.close();
    }

    @Test
    void thePublishedFiguresComeBackFromTheRankings() {
        PROVIDERS.forEach(name -> Api.putProvider(name.replace("provider", "published"), simulator.baseUrl(name)));
        String kimi = start(PublishedProfiles.KIMI);
        String deepseek = start(PublishedProfiles.DEEPSEEK);

        await().atMost(PATIENCE).until(() -> isUnderWay(Api.run(kimi)));
        JsonPath kimiRun = Api.finished(kimi, PATIENCE);
        JsonPath deepseekRun = Api.finished(deepseek, PATIENCE);

        assertThat(List.of(kimiRun, deepseekRun)).allSatisfy(run -> {
            assertThat(run.getString("state")).isEqualTo("COMPLETED");
            assertThat(run.getInt("received")).isEqualTo(3 * ROUNDS);
            assertThat(run.getInt("outcomes.OK")).isEqualTo(3 * ROUNDS);
        });
        assertAgreesWithTheSimulator(PublishedProfiles.KIMI);
        assertAgreesWithTheSimulator(PublishedProfiles.DEEPSEEK);
    }

    private static String start(String model) {
        Api.putCampaign(
                "published-" + model,
                model,
                "\"workload\": {\"maxOutputTokens\": 16}, \"rounds\": {\"count\": " + ROUNDS
                        + ", \"spacing\": \"PT0.25S\"}",
                "published-a",
                "published-b",
                "published-c");
        return Api.trigger("published-" + model);
    }

    private static boolean isUnderWay(JsonPath run) {
        return "RUNNING".equals(run.getString("state"))
                && run.getInt("received") > 0
                && run.getInt("received") < run.getInt("expected");
    }

    private static void assertAgreesWithTheSimulator(String model) {
        JsonPath ranking = Api.ranking("published-" + model, "cvMedian");
        assertThat(ranking.getList("entries.target.provider")).isEqualTo(PUBLISHED_ORDER.get(model));
        for (String provider : PROVIDERS) {
            List<Boolean> suspect = suspectByRound(model, provider);
            Observed observed = Observed.of(model, provider, suspect);
            String entry = "entries.find { it.target.provider == '" + provider.replace("provider", "published") + "' }";
            assertThat(ranking.getInt(entry + ".n")).isEqualTo(ROUNDS);
            assertThat(ranking.getInt(entry + ".excludedSuspect")).isEqualTo(ROUNDS - observed.count());
            assertClose(
                    ranking.getDouble(entry + ".ttftMs.p50"), observed.medianMs(), model + " median of " + provider);
            assertClose(ranking.getDouble(entry + ".ttftMs.p95"), observed.p95Ms(), model + " p95 of " + provider);
            assertThat(ranking.getDouble(entry + ".ttftMs.cvMedian"))
                    .as(model + " cvMedian of " + provider)
                    .isCloseTo(observed.cvMedian(), within(observed.cvMedianTolerance()));
        }
    }

    /** Rankings leave suspect samples out, so what they say is of the other rounds. */
    private static List<Boolean> suspectByRound(String model, String provider) {
        JsonPath page = given().queryParam("provider", provider.replace("provider", "published"))
                .queryParam("limit", 1000)
                .get("/api/v1/campaigns/published-" + model + "/samples")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<Integer, Boolean> byRound = new TreeMap<>();
        page.<Map<String, Object>>getList("items")
                .forEach(sample -> byRound.put((Integer) sample.get("round"), (Boolean) sample.get("suspect")));
        assertThat(byRound).hasSize(ROUNDS);
        return List.copyOf(byRound.values());
    }

    private static void assertClose(double actualMs, double expectedMs, String what) {
        assertThat(actualMs).as(what).isCloseTo(expectedMs, within(0.03 * expectedMs + 2));
    }

    /**
     * What the simulator's log says it did in the rounds that were not suspect, summed up by definitions of this test's
     * own.
     */
    private record Observed(List<Double> sortedMs) {
        static Observed of(String model, String provider, List<Boolean> suspect) {
            List<ServedRequest> byRound = simulator.served().stream()
                    .filter(request ->
                            request.model().equals(model) && request.provider().equals(provider))
                    .sorted(Comparator.comparing(ServedRequest::number))
                    .toList();
            assertThat(byRound).hasSize(ROUNDS);
            return new Observed(IntStream.range(0, ROUNDS)
                    .filter(round -> !suspect.get(round))
                    .mapToObj(byRound::get)
                    .map(ServedRequest::ttftNs)
                    .map(ns -> requireNonNull(ns) / 1e6)
                    .sorted()
                    .toList());
        }

        int count() {
            return sortedMs.size();
        }

        double medianMs() {
            return sortedMs.get((int) Math.ceil(0.50 * count()) - 1);
        }

        double p95Ms() {
            return sortedMs.get((int) Math.ceil(0.95 * count()) - 1);
        }

        double cvMedian() {
            double mean = sortedMs.stream().mapToDouble(ms -> ms).average().orElseThrow();
            double squares = sortedMs.stream()
                    .mapToDouble(ms -> (ms - mean) * (ms - mean))
                    .sum();
            return Math.sqrt(squares / (count() - 1)) / medianMs();
        }

        /** Three per cent, and what two milliseconds more in the denominator do. */
        double cvMedianTolerance() {
            return cvMedian() * (0.03 + 2 / medianMs());
        }
    }
}
