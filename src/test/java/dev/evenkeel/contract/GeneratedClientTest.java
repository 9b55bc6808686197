package dev.evenkeel.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.client.ApiClient;
import dev.evenkeel.client.ApiException;
import dev.evenkeel.client.api.CampaignsApi;
import dev.evenkeel.client.api.ProvidersApi;
import dev.evenkeel.client.api.RankingsApi;
import dev.evenkeel.client.api.RunsApi;
import dev.evenkeel.client.api.SamplesApi;
import dev.evenkeel.client.model.Campaign;
import dev.evenkeel.client.model.CampaignTarget;
import dev.evenkeel.client.model.Entry;
import dev.evenkeel.client.model.Provider;
import dev.evenkeel.client.model.RankingPolicy;
import dev.evenkeel.client.model.RankingView;
import dev.evenkeel.client.model.Rounds;
import dev.evenkeel.client.model.Run;
import dev.evenkeel.client.model.RunState;
import dev.evenkeel.client.model.Sample;
import dev.evenkeel.client.model.Schedule;
import dev.evenkeel.client.model.Workload;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that a generator makes of the OpenAPI document can do the whole job. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class GeneratedClientTest {
    private static final String CAMPAIGN = "generated-client";
    private static final String MODEL = PublishedProfiles.DEEPSEEK;
    private static final int ROUNDS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static SimulatorServer simulator;

    @TestHTTPResource
    URI service;

    private ApiClient client;

    @BeforeAll
    static void simulatedProvidersListen() {
        simulator = SimulatorServer.start(
                SimulatorSettings.onFreePort(0.05, PublishedProfiles.providers()), Clock.systemUTC());
    }

    @AfterAll
    static void simulatedProvidersStop() {
        simulator.close();
    }

    @BeforeEach
    void clientOfTheService() {
        client = new ApiClient();
        client.updateBaseUri(service.toString().replaceAll("/$", ""));
    }

    @Test
    void drivesACampaignFromItsProvidersToItsRanking() throws Exception {
        putProvider("generated-a", simulator.baseUrl("provider-a"));
        putProvider("generated-b", simulator.baseUrl("provider-b"));
        new CampaignsApi(client)
                .putCampaign(CampaignsApi.APIPutCampaignRequest.newBuilder()
                        .name(CAMPAIGN)
                        .campaign(new Campaign()
                                .model(MODEL)
                                .addTargetsItem(new CampaignTarget()
                                        .provider("generated-a")
                                        .model(MODEL))
                                .addTargetsItem(new CampaignTarget()
                                        .provider("generated-b")
                                        .model(MODEL))
                                .schedule(new Schedule().manual(true))
                                .workload(new Workload().maxOutputTokens(4))
                                .rounds(new Rounds().count(ROUNDS).spacing("PT0.2S"))
                                .ranking(new RankingPolicy().minSamples(ROUNDS)))
                        .build());

        UUID triggered = new CampaignsApi(client).triggerCampaign(CAMPAIGN).getId();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> run(triggered).getState() == RunState.COMPLETED);

        Run run = run(triggered);
        assertThat(run.getOutcomes()).isEqualTo(Map.of("OK", 2L * ROUNDS));
        assertThat(samplesOf(run))
                .hasSize(2 * ROUNDS)
                .allSatisfy(sample -> assertThat(sample.getOutcome()).isEqualTo("OK"))
                .allSatisfy(sample -> assertThat(sample.getTtftMs()).isPositive());
        RankingView ranking = new RankingsApi(client)
                .getRanking(RankingsApi.APIGetRankingRequest.newBuilder()
                        .name(CAMPAIGN)
                        .statistic("p50")
                        .build());
        assertThat(ranking.getEntries())
                .extracting(Entry::getRank, entry -> entry.getTarget().getModel(), Entry::getN)
                .allSatisfy(entry -> assertThat(entry.toList()).endsWith(MODEL, (long) ROUNDS))
                .hasSize(2);
    }

    @Test
    void isToldWhatIsMissing() {
        assertThatThrownBy(() -> new CampaignsApi(client).getCampaign("no-such-campaign"))
                .isInstanceOfSatisfying(ApiException.class, failure -> {
                    assertThat(failure.getCode()).isEqualTo(404);
                    assertThat(failure.getResponseBody()).contains("no-such-campaign");
                });
    }

    private void putProvider(String name, URI baseUrl) throws ApiException {
        new ProvidersApi(client)
                .putProvider(ProvidersApi.APIPutProviderRequest.newBuilder()
                        .name(name)
                        .provider(new Provider().baseUrl(baseUrl.toString()))
                        .build());
    }

    private Run run(UUID id) throws ApiException {
        return new RunsApi(client).getRun(id.toString());
    }

    private List<Sample> samplesOf(Run run) throws ApiException {
        return new SamplesApi(client)
                .listSamples(SamplesApi.APIListSamplesRequest.newBuilder()
                        .name(CAMPAIGN)
                        .run(run.getId().toString())
                        .build())
                .getItems();
    }
}
