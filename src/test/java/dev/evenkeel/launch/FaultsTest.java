package dev.evenkeel.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.simulator.Ending;
import dev.evenkeel.simulator.FaultShares;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatedProvider;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault end to end: told by its right name, counted exactly, and at no other target's cost. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class FaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ROUNDS = 20;
    private static final SimulatedProvider STEADY =
            PublishedProfiles.providers().get(0);

    private static SimulatorServer simulator;

    @BeforeAll
    static void faultyProvidersListen() {
        FaultShares none = FaultShares.NONE;
        List<SimulatedProvider> providers = Stream.of(
                        STEADY.as("steady", none),
                        STEADY.as(
                                "rate-limited",
                                none.with(Ending.RATE_LIMITED, 0.2).withRetryAfter(Duration.ZERO)),
                        STEADY.as("server-error", none.with(Ending.SERVER_ERROR, 0.1)),
                        STEADY.as("stalled", none.with(Ending.STALLED, 0.15)),
                        STEADY.as("cut", none.with(Ending.CUT, 0.25)))
                .toList();
        simulator = SimulatorServer.start(SimulatorSettings.onFreePort(0.1, providers), Clock.systemUTC());
    }

    @AfterAll
    static void faultyProvidersStop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limited, RATE_LIMITED, 4, 429",
        "server-error, SERVER_ERROR, 2, 500",
        "stalled, TIMEOUT, 3, 200",
        "cut, STREAM_ERROR, 5, 200",
    })
    void aFaultIsToldByItsNameAndCountedExactly(String fault, String outcome, int failures, int httpStatus) {
        String campaign = "fault-" + fault;
        Api.putProvider("fault-steady", simulator.baseUrl("steady"));
        Api.putProvider(campaign, simulator.baseUrl(fault));
        Api.putCampaign(
                campaign,
                PublishedProfiles.DEEPSEEK,
                "\"workload\": {\"maxOutputTokens\": 16}, \"rounds\": {\"count\": " + ROUNDS
                        + ", \"spacing\": \"PT0.1S\"}, \"timeouts\": {\"firstToken\": \"PT1S\"},"
                        + " \"ranking\": {\"minSamples\": 10}",
                "fault-steady",
                campaign);

        JsonPath run = Api.finished(Api.trigger(campaign), PATIENCE);

        assertThat(run.getString("state")).isEqualTo("COMPLETED");
        assertThat(run.<Map<String, Integer>>get("outcomes"))
                .isEqualTo(Map.of("OK", 2 * ROUNDS - failures, outcome, failures));
        JsonPath ranking = Api.ranking(campaign, "p50");
        assertThat(ranking.getList("entries.target.provider")).containsExactly("fault-steady");
        assertThat(ranking.getInt("entries[0].n")).isEqualTo(ROUNDS);
        assertThat(ranking.getInt("entries[0].failures")).isZero();
        assertThat(ranking.getString("unranked[0].reason")).isEqualTo("LOW_AVAILABILITY");
        assertThat(ranking.getInt("unranked[0].n")).isEqualTo(ROUNDS);
        assertThat(ranking.getDouble("unranked[0].availability"))
                .isCloseTo(1 - failures / (double) ROUNDS, within(1e-4));
        assertThat(ranking.<Map<String, Integer>>get("unranked[0].outcomes"))
                .isEqualTo(Map.of("OK", ROUNDS - failures, outcome, failures));
        assertThat(ranking.getInt("unranked[0].lastError.httpStatus")).isEqualTo(httpStatus);
    }
}
