package dev.evenkeel.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.simulator.ClosedPort;
import dev.evenkeel.simulator.Ending;
import dev.evenkeel.simulator.FaultShares;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatedProvider;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault end to end: told by its right name, counted exactly, and at no other target's cost. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class FaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ROUNDS = 20;
    private static final int FEW_ROUNDS = 4;
    private static final SimulatedProvider STEADY =
            PublishedProfiles.providers().get(0);
    private static final FaultShares FAULTLESS = new FaultShares(Map.of(), Duration.ZERO, 4, Duration.ofSeconds(5));

    private static final List<Fault> FAULTS = List.of(
            new Fault(Ending.RATE_LIMITED, 4, "RATE_LIMITED", null, 429, "HTTP 429"),
            new Fault(Ending.SERVER_ERROR, 2, "SERVER_ERROR", null, 500, "HTTP 500"),
            new Fault(Ending.STALLED, 3, "TIMEOUT", "FIRST_TOKEN", 200, "time limit ran out in phase FIRST_TOKEN"),
            new Fault(Ending.STALLED_AMID, 3, "TIMEOUT", "STALL", 200, "time limit ran out in phase STALL"),
            new Fault(Ending.SLOW_DRIP, 2, "TIMEOUT", "TOTAL", 200, "time limit ran out in phase TOTAL"),
            new Fault(Ending.CUT, 5, "STREAM_ERROR", null, 200, "connection broke amid the stream"),
            new Fault(Ending.ERROR_EVENT, 2, "STREAM_ERROR", null, 200, "error event inside the stream"),
            new Fault(Ending.GARBAGE, 2, "STREAM_ERROR", null, null, "response is not HTTP"),
            new Fault(Ending.GARBAGE_EVENTS, 2, "STREAM_ERROR", null, 200, "stream ended before the answer did"),
            new Fault(Ending.UNSTREAMED, 2, "STREAM_ERROR", null, 200, "answered with JSON instead of a stream"),
            new Fault(Ending.EMPTY, 3, "EMPTY", null, 200, "the answer has not one token"));
    private static final List<Fault> FLOODS = List.of(
            new Fault(Ending.ENDLESS, 1, "STREAM_ERROR", null, 200, "response is longer than allowed"),
            new Fault(Ending.GIANT_LINE, 1, "STREAM_ERROR", null, 200, "an event of the stream is too long"));

    /** Ids by campaign. */
    private static final Map<String, String> RUNS = new HashMap<>();

    private static final Map<String, JsonPath> RANKINGS = new HashMap<>();

    private static SimulatorServer simulator;
    private static ClosedPort closedPort;

    /**
     * One fault and what is to come of it.
     *
     * @param failures of {@link #ROUNDS}
     */
    private record Fault(
            Ending ending,
            int failures,
            String outcome,
            @Nullable String timeoutPhase,
            @Nullable Integer httpStatus,
            String error) {
        String provider() {
            return "fault-" + ending.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        SimulatedProvider simulated() {
            return STEADY.as(provider(), FAULTLESS.with(ending, failures / (double) ROUNDS));
        }
    }

    @BeforeAll
    static void faultyProvidersListen() {
        List<SimulatedProvider> providers = new ArrayList<>(List.of(
                STEADY.as("fault-steady", FAULTLESS),
                STEADY.as("fault-unauthorized", FAULTLESS.with(Ending.UNAUTHORIZED, 1)),
                STEADY.as("fault-stale", FAULTLESS.with(Ending.STALE, 1)),
                STEADY.as(
                        "fault-cooling", FAULTLESS.with(Ending.RATE_LIMITED, 1).withRetryAfter(Duration.ofHours(1)))));
        Stream.of(FAULTS, FLOODS).flatMap(List::stream).map(Fault::simulated).forEach(providers::add);
        simulator = SimulatorServer.start(SimulatorSettings.onFreePort(0.1, providers), Clock.systemUTC());
        closedPort = ClosedPort.hold(0);
    }

    @AfterAll
    static void faultyProvidersStop() {
        simulator.close();
        closedPort.close();
    }

    /** All runs but the floods, which would slow the others down, run side by side. */
    @BeforeEach
    void campaignsRun() {
        if (!RUNS.isEmpty()) {
            return;
        }
        Stream.of("fault-steady", "fault-unauthorized", "fault-stale", "fault-cooling")
                .forEach(name -> Api.putProvider(name, simulator.baseUrl(name)));
        Stream.of(FAULTS, FLOODS)
                .flatMap(List::stream)
                .forEach(fault -> Api.putProvider(fault.provider(), simulator.baseUrl(fault.provider())));
        Api.putProvider("fault-closed-port", closedPort.baseUrl("one"));
        Api.putProvider(
                "fault-closed-port-elsewhere", URI.create("http://127.0.0.2:" + closedPort.port() + "/other/v1"));
        String all = Stream.concat(
                        Stream.of("fault-steady", "fault-unauthorized", "fault-stale", "fault-closed-port"),
                        FAULTS.stream().map(Fault::provider))
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        run("faults", rounds(ROUNDS, "PT0.2S", "PT4S"), all);
        run(
                "faults-unreachable",
                rounds(FEW_ROUNDS, "PT0.1S", "PT4S"),
                "fault-closed-port,fault-closed-port-elsewhere");
        run("faults-cooling", rounds(FEW_ROUNDS, "PT1S", "PT4S"), "fault-steady,fault-cooling");
    }

    private static String rounds(int count, String spacing, String totalTimeout) {
        return "\"workload\": {\"maxOutputTokens\": 16}, \"rounds\": {\"count\": " + count + ", \"spacing\": \""
                + spacing + "\"}, \"timeouts\": {\"connect\": \"PT2S\", \"firstToken\": \"PT2S\","
                + " \"stall\": \"PT2S\", \"total\": \"" + totalTimeout + "\"}, ";
    }

    private static void run(String campaign, String rounds, String providers) {
        run(campaign, rounds, 0.95, providers);
    }

    private static void run(String campaign, String rounds, double minAvailability, String providers) {
        String ranking = "\"ranking\": {\"minSamples\": 10, \"minAvailability\": " + minAvailability + "}";
        Api.putCampaign(campaign, PublishedProfiles.DEEPSEEK, rounds + ranking, providers.split(","));
        RUNS.put(campaign, Api.trigger(campaign));
    }

    static List<Fault> faults() {
        return FAULTS;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldByItsNameAndCountedExactly(Fault fault) {
        finished("faults");

        List<Map<String, Object>> failed = failedSamples("faults", fault.provider());
        assertThat(failed).hasSize(fault.failures()).allSatisfy(sample -> assertTold(sample, fault));
        JsonPath ranking = ranking("faults");
        String unranked = "unranked.find { it.target.provider == '" + fault.provider() + "' }";
        assertThat(ranking.getString(unranked + ".reason")).isEqualTo("LOW_AVAILABILITY");
        assertThat(ranking.getInt(unranked + ".n")).isEqualTo(ROUNDS);
        assertThat(ranking.getInt(unranked + ".failures")).isEqualTo(fault.failures());
        assertThat(ranking.getInt(unranked + ".excludedSuspect")).isZero();
        assertThat(ranking.getDouble(unranked + ".availability"))
                .isCloseTo(1 - fault.failures() / (double) ROUNDS, within(1e-4));
        assertThat(ranking.<Map<String, Integer>>get(unranked + ".outcomes"))
                .isEqualTo(Map.of("OK", ROUNDS - fault.failures(), fault.outcome(), fault.failures()));
        assertThat(ranking.<Integer>get(unranked + ".lastError.httpStatus")).isEqualTo(fault.httpStatus());
        assertThat(ranking.getString(unranked + ".lastError.message")).isEqualTo(fault.error());
    }

    private static void assertTold(Map<String, Object> sample, Fault fault) {
        assertThat(sample.get("outcome")).isEqualTo(fault.outcome());
        assertThat(sample.get("timeoutPhase")).isEqualTo(fault.timeoutPhase());
        assertThat(sample.get("httpStatus")).isEqualTo(fault.httpStatus());
        assertThat(sample.get("error")).isEqualTo(fault.error());
        assertThat(sample.get("suspect")).isEqualTo(false);
        assertThat(sample.get("staleRetry")).isEqualTo(false);
    }

    @Test
    void aRunOfAllFaultsAddsUp() {
        JsonPath run = finished("faults");

        Map<String, Integer> expected =
                new HashMap<>(Map.of("OK", 2 * ROUNDS, "CLIENT_ERROR", ROUNDS, "CONNECT_ERROR", ROUNDS));
        FAULTS.forEach(fault -> {
            expected.merge(fault.outcome(), fault.failures(), Integer::sum);
            expected.merge("OK", ROUNDS - fault.failures(), Integer::sum);
        });
        assertThat(run.<Map<String, Integer>>get("outcomes")).isEqualTo(expected);
        JsonPath ranking = ranking("faults");
        assertThat(ranking.getList("entries.target.provider")).containsExactlyInAnyOrder("fault-steady", "fault-stale");
        assertThat(ranking.getList("entries.n")).containsOnly(ROUNDS);
        assertThat(ranking.getList("entries.failures")).containsOnly(0);
        assertThat(ranking.getList("entries.ttftMs.lowerBound")).containsOnly(false);
    }

    @Test
    void aClosedPortIsItsProvidersFaultWhereOthersAnswer() {
        finished("faults");

        assertThat(failedSamples("faults", "fault-closed-port")).hasSize(ROUNDS).allSatisfy(sample -> {
            assertThat(sample)
                    .containsEntry("outcome", "CONNECT_ERROR")
                    .containsEntry("error", "TCP connection could not be made")
                    .containsEntry("suspect", false)
                    .doesNotContainKey("httpStatus");
        });
        JsonPath ranking = ranking("faults");
        String unranked = "unranked.find { it.target.provider == 'fault-closed-port' }";
        assertThat(ranking.getString(unranked + ".reason")).isEqualTo("LOW_AVAILABILITY");
        assertThat(ranking.getInt(unranked + ".n")).isEqualTo(ROUNDS);
        assertThat(ranking.getDouble(unranked + ".availability")).isZero();
    }

    @Test
    void aWrongKeyIsShownAndCountedAgainstNobody() {
        finished("faults");

        assertThat(failedSamples("faults", "fault-unauthorized"))
                .hasSize(ROUNDS)
                .allSatisfy(sample -> assertThat(sample)
                        .containsEntry("outcome", "CLIENT_ERROR")
                        .containsEntry("httpStatus", 401));
        JsonPath ranking = ranking("faults");
        String unranked = "unranked.find { it.target.provider == 'fault-unauthorized' }";
        assertThat(ranking.getString(unranked + ".reason")).isEqualTo("CLIENT_ERRORS");
        assertThat(ranking.getInt(unranked + ".n")).isZero();
        assertThat(ranking.<Object>get(unranked + ".availability")).isNull();
    }

    @Test
    void aStaleConnectionCostsOneFreshAttemptAndNothingElse() {
        finished("faults");

        List<Map<String, Object>> retried = samples("faults", "fault-stale").stream()
                .filter(sample -> Boolean.TRUE.equals(sample.get("staleRetry")))
                .toList();
        assertThat(retried)
                .hasSize((int) simulated("fault-stale", Ending.STALE))
                .isNotEmpty();
        assertThat(retried)
                .allSatisfy(sample ->
                        assertThat(sample).containsEntry("outcome", "OK").containsEntry("connectionReused", false));
    }

    @Test
    void whereNothingCanBeReachedNobodyIsBlamed() {
        JsonPath run = finished("faults-unreachable");

        assertThat(run.<Map<String, Integer>>get("outcomes")).isEqualTo(Map.of("CONNECT_ERROR", 2 * FEW_ROUNDS));
        assertThat(samples("faults-unreachable", "fault-closed-port")).hasSize(FEW_ROUNDS);
        assertThat(samples("faults-unreachable", null))
                .allSatisfy(sample -> assertThat(sample).containsEntry("suspect", true));
        JsonPath ranking = ranking("faults-unreachable");
        assertThat(ranking.getList("entries")).isEmpty();
        assertThat(ranking.getList("unranked.reason")).containsExactly("TOO_FEW_SAMPLES", "TOO_FEW_SAMPLES");
        assertThat(ranking.getList("unranked.n")).containsOnly(0);
        assertThat(ranking.getList("unranked.failures")).containsOnly(0);
        assertThat(ranking.getList("unranked.availability")).containsOnlyNulls();
        assertThat(ranking.getList("unranked.excludedSuspect")).containsOnly(FEW_ROUNDS);
        assertThat(ranking.getList("unranked.outcomes")).containsOnly(Map.of());
    }

    @Test
    void aProviderThatAsksToWaitIsNotAskedMeanwhile() {
        JsonPath run = finished("faults-cooling");

        assertThat(run.<Map<String, Integer>>get("outcomes"))
                .isEqualTo(Map.of("OK", FEW_ROUNDS, "RATE_LIMITED", 1, "REFUSED_BY_POLICY", FEW_ROUNDS - 1));
        assertThat(simulated("fault-cooling", Ending.RATE_LIMITED)).isEqualTo(1);
        assertThat(samples("faults-cooling", "fault-cooling").stream()
                        .filter(sample -> "REFUSED_BY_POLICY".equals(sample.get("outcome"))))
                .allSatisfy(sample -> assertThat(Objects.toString(sample.get("error")))
                        .matches("cool-down: the provider asked to wait, nothing is sent until 20..-.+T.+Z"));
        JsonPath ranking = ranking("faults-cooling");
        String unranked = "unranked.find { it.target.provider == 'fault-cooling' }";
        assertThat(ranking.getInt(unranked + ".n")).isEqualTo(1);
        assertThat(ranking.getInt(unranked + ".failures")).isEqualTo(1);
        assertThat(ranking.getInt(unranked + ".outcomes.REFUSED_BY_POLICY")).isEqualTo(FEW_ROUNDS - 1);
    }

    @Test
    void floodsAreBoundedAndTimeoutsAreLowerBounds() {
        RUNS.keySet().forEach(FaultsTest::finished);
        run(
                "floods",
                rounds(ROUNDS, "PT0.2S", "PT30S"),
                0.5,
                "fault-steady,fault-stalled,fault-endless,fault-giant-line");

        JsonPath run = finished("floods");

        assertThat(run.<Map<String, Integer>>get("outcomes"))
                .isEqualTo(Map.of("OK", 4 * ROUNDS - 5, "TIMEOUT", 3, "STREAM_ERROR", 2));
        FLOODS.forEach(flood -> assertThat(failedSamples("floods", flood.provider()))
                .hasSize(flood.failures())
                .allSatisfy(sample -> assertTold(sample, flood)));
        JsonPath ranking = ranking("floods");
        assertThat(ranking.getList("entries.n")).containsExactly(ROUNDS, ROUNDS, ROUNDS, ROUNDS);
        assertThat(ranking.getBoolean(entry("fault-stalled") + ".ttftMs.lowerBound"))
                .isTrue();
        assertThat(ranking.getDouble(entry("fault-stalled") + ".ttftMs.max")).isGreaterThanOrEqualTo(2_000);
        assertThat(ranking.getBoolean(entry("fault-steady") + ".ttftMs.lowerBound"))
                .isFalse();
        assertThat(ranking.getInt(entry("fault-endless") + ".failures")).isEqualTo(1);
    }

    private static String entry(String provider) {
        return "entries.find { it.target.provider == '" + provider + "' }";
    }

    private static JsonPath finished(String campaign) {
        JsonPath run = Api.finished(Objects.requireNonNull(RUNS.get(campaign), campaign), PATIENCE);
        assertThat(run.getString("state")).isEqualTo("COMPLETED");
        return run;
    }

    /** Of a run that is over, and so the same whenever it is asked for. */
    private static JsonPath ranking(String campaign) {
        return RANKINGS.computeIfAbsent(campaign, name -> Api.ranking(name, "p50"));
    }

    private static long simulated(String provider, Ending ending) {
        return simulator.served().stream()
                .filter(request -> request.provider().equals(provider) && request.ending() == ending)
                .count();
    }

    private static List<Map<String, Object>> failedSamples(String campaign, String provider) {
        return samples(campaign, provider).stream()
                .filter(sample -> !"OK".equals(sample.get("outcome")))
                .toList();
    }

    /** @param provider absent = of all */
    private static List<Map<String, Object>> samples(String campaign, @Nullable String provider) {
        var request = given().queryParam("limit", 1000);
        if (provider != null) {
            request.queryParam("provider", provider);
        }
        return request.get("/api/v1/campaigns/" + campaign + "/samples")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }
}
