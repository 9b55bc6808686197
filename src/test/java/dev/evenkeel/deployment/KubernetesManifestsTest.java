package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.custom.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests say to one another, in each kustomization as it is rendered. */
class KubernetesManifestsTest {
    private static final String PRODUCTION = "overlays/production";

    static Stream<RenderedDeployment> deployments() {
        return Manifests.KUSTOMIZATIONS.stream().flatMap(name -> RenderedDeployment.allOf(name).stream());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void configurationSecretsAndAccountThatThePodNamesExist(RenderedDeployment deployment) {
        assertThat(RenderedDeployment.at(deployment.container().path("envFrom"), "/configMapRef/name"))
                .isNotEmpty()
                .allSatisfy(
                        settings -> assertThat(deployment.manifests()).containsKey("ConfigMap/" + settings.asText()));
        assertThat(deployment.environment())
                .containsKeys("EVENKEEL_SECURITY_TOKEN_SHA256", "KAFKA_BOOTSTRAP_SERVERS", "QUARKUS_HTTP_HOST");
        assertThat(RenderedDeployment.at(deployment.pod().at("/spec/volumes"), "/secret/secretName"))
                .allSatisfy(secret -> assertThat(deployment.secrets()).containsKey(secret.asText()));
        assertThat(deployment.pod().at("/spec/serviceAccountName"))
                .isEqualTo(deployment.manifest("ServiceAccount").at("/metadata/name"));
        assertThat(deployment.manifests().keySet()).noneMatch(name -> name.startsWith("Secret/"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void everySelectorMatchesThePodsLabels(RenderedDeployment deployment) {
        List<JsonNode> selectors = Stream.concat(
                        Stream.of(deployment.deployment().at("/spec/selector")),
                        RenderedDeployment.at(deployment.pod().at("/spec/topologySpreadConstraints"), "/labelSelector")
                                .stream())
                .toList();

        assertThat(selectors).hasSize(deployment.all("PodDisruptionBudget").isEmpty() ? 1 : 3);
        assertThat(selectors)
                .allSatisfy(selector ->
                        assertThat(deployment.isSelectedBy(selector)).isTrue());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void aDeploymentIsSpreadAndLimitedByItself(RenderedDeployment deployment) {
        List<RenderedDeployment> all = RenderedDeployment.allOf(deployment.kustomization());
        List<JsonNode> ofOneDeployment = Stream.concat(
                        Stream.of(deployment.deployment().at("/spec/selector")),
                        deployment.all("PodDisruptionBudget").stream().map(budget -> budget.at("/spec/selector")))
                .toList();

        assertThat(ofOneDeployment)
                .allSatisfy(selector -> assertThat(all)
                        .filteredOn(one -> one.isSelectedBy(selector))
                        .hasSize(1));
        assertThat(deployment.all("PodDisruptionBudget"))
                .filteredOn(budget -> deployment.isSelectedBy(budget.at("/spec/selector")))
                .allSatisfy(budget -> assertThat(
                                deployment.deployment().at("/spec/replicas").asInt())
                        .isGreaterThan(budget.at("/spec/maxUnavailable").asInt(99)))
                .hasSize(deployment.all("PodDisruptionBudget").isEmpty() ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void portsAreReferredToByANameThatThePodHas(RenderedDeployment deployment) {
        JsonNode container = deployment.container();
        JsonNode port = container.at("/ports/0/name");

        assertThat(port.asText()).isNotEmpty();
        assertThat(deployment.manifest("Service").at("/spec/ports/0/targetPort"))
                .isEqualTo(port);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port")).as(probe).isEqualTo(port);
        }
        assertThat(deployment.networkPolicies())
                .flatExtracting(policy -> RenderedDeployment.at(policy.at("/spec/ingress"), "/ports/0/port"))
                .allSatisfy(open -> assertThat(open).isEqualTo(port));
        JsonNode scraped = deployment.pod().at("/metadata/annotations").path("prometheus.io/port");
        assertThat(scraped.isMissingNode()
                        || scraped.asInt()
                                == container.at("/ports/0/containerPort").asInt())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void probesAskTheHealthEndpoints(RenderedDeployment deployment) {
        JsonNode container = deployment.container();

        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void thePodMeetsTheRestrictedSecurityStandard(RenderedDeployment deployment) {
        JsonNode ofPod = deployment.pod().at("/spec/securityContext");
        JsonNode ofContainer = deployment.container().path("securityContext");

        assertThat(ofPod.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(ofPod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(ofContainer.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(ofContainer.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(texts(ofContainer.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(ofContainer.path("capabilities").has("add")).isFalse();
        assertThat(RenderedDeployment.at(deployment.pod().at("/spec/volumes"), "/hostPath"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void whatIsMountedIsAVolumeAndTheOtherWayRound(RenderedDeployment deployment) {
        JsonNode volumes = deployment.pod().at("/spec/volumes");
        JsonNode mounts = deployment.container().path("volumeMounts");

        assertThat(RenderedDeployment.at(mounts, "/name"))
                .containsExactlyInAnyOrderElementsOf(RenderedDeployment.at(volumes, "/name"));
        assertThat(texts(mounts, "/mountPath")).contains("/tmp");
        assertThat(RenderedDeployment.at(volumes, "/emptyDir")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void filesOfCredentialsLieInTheMountedSecret(RenderedDeployment deployment) {
        JsonNode keys = Objects.requireNonNull(deployment.secrets().get("evenkeel-credentials"))
                .path("stringData");
        List<String> mounted = texts(deployment.container().path("volumeMounts"), "/mountPath");

        List<Path> files = deployment.environment().entrySet().stream()
                .filter(setting -> setting.getKey().matches("EVENKEEL_CREDENTIALS_.*_FILE"))
                .map(setting -> Path.of(setting.getValue()))
                .toList();

        assertThat(files).allSatisfy(file -> {
            assertThat(mounted).contains(file.getParent().toString());
            assertThat(keys.has(file.getFileName().toString())).isTrue();
        });
        assertThat(mounted).hasSize(files.isEmpty() ? 1 : 2);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void everySettingIsOneThatTheDocumentKnows(RenderedDeployment deployment) throws IOException {
        DocumentedSettings documented = DocumentedSettings.read();

        assertThat(deployment.environment().keySet())
                .contains("QUARKUS_HTTP_HOST")
                .allSatisfy(variable -> assertThat(documented.know(variable)).isTrue());
        assertThat(documented.know("EVENKEEL_ROLE")).isFalse();
        assertThat(documented.know("EVENKEEL_CREDENTIALS_EXAMPLE_FILES")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void theServiceIsAnsweredByThosePodsThatHaveTheApi(RenderedDeployment deployment) {
        Set<Entry<String, JsonNode>> selector = Objects.requireNonNull(
                        deployment.manifests().get("Service/evenkeel"))
                .at("/spec/selector")
                .properties();

        assertThat(deployment.pod().at("/metadata/labels").properties().containsAll(selector))
                .isEqualTo(deployment.roles().contains("api"));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void aPodIsGivenMoreTimeToStopThanProbesAreGivenToEnd(RenderedDeployment deployment) {
        Duration forProbes =
                Duration.parse(deployment.environment().getOrDefault("EVENKEEL_PROBER_SHUTDOWN_GRACE", "PT10S"));

        assertThat(deployment.pod().at("/spec/terminationGracePeriodSeconds").asLong())
                .isGreaterThanOrEqualTo(forProbes.plusSeconds(30).toSeconds());
    }

    @Test
    void productionLetsPodsReachNamesStoresAndTheWorldsPort443Only() {
        JsonNode egress =
                RenderedDeployment.of(PRODUCTION).manifest("NetworkPolicy").at("/spec/egress");

        assertThat(egress)
                .extracting(rule -> texts(rule.path("ports"), "/port"))
                .containsExactlyInAnyOrder(List.of("53", "53"), List.of("5432"), List.of("9092"), List.of("443"));
        assertThat(egress).allSatisfy(rule -> assertThat(rule.path("to")).isNotEmpty());
        JsonNode world = egress.get(3).at("/to/0/ipBlock");
        assertThat(world.path("cidr").asText()).isEqualTo("0.0.0.0/0");
        assertThat(texts(world.path("except")))
                .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16");
        assertThat(texts(egress.get(3).at("/to/1/ipBlock/except"))).contains("fc00::/7", "fe80::/10");
    }

    @Test
    void theSingleOneIsSingle() {
        assertThat(RenderedDeployment.of("overlays/single")
                        .deployment()
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theExampleSecretsHoldNoSecret() {
        RenderedDeployment.of("base")
                .secrets()
                .values()
                .forEach(secret -> secret.path("stringData")
                        .properties()
                        .forEach(entry -> assertThat(entry.getValue().asText()).isIn("change-me", "evenkeel")));
    }

    @Test
    void theImageRunsThePackageDirectlyAndNotAsRoot() throws IOException {
        RenderedDeployment base = RenderedDeployment.of("base");
        List<String> lines = Files.readAllLines(Path.of("src", "main", "docker", "Dockerfile.jvm"));

        assertThat(lines).contains("ENTRYPOINT [\"java\", \"-jar\", \"quarkus-run.jar\"]");
        JsonNode user = base.pod().at("/spec/securityContext");
        assertThat(lines)
                .contains("USER " + user.path("runAsUser").asText() + ":"
                        + user.path("runAsGroup").asText());
        assertThat(lines)
                .contains("EXPOSE "
                        + base.container().at("/ports/0/containerPort").asText());
        assertThat(lines.stream().filter(line -> line.startsWith("COPY ")))
                .hasSize(4)
                .allMatch(line -> line.startsWith("COPY target/quarkus-app/"));
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).containsExactly("*", "!target/quarkus-app/");
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void theHeapLeavesRoomForTheRestOfTheProcess(RenderedDeployment deployment) throws IOException {
        var share = Pattern.compile("MaxRAMPercentage=([0-9]+)")
                .matcher(Files.readString(Path.of("src", "main", "docker", "Dockerfile.jvm")));
        assertThat(share.find()).isTrue();
        long limitMi = Quantity.fromString(deployment
                                .container()
                                .at("/resources/limits/memory")
                                .asText())
                        .getNumber()
                        .longValueExact()
                >> 20;

        assertThat(limitMi * (100 - Long.parseLong(share.group(1))) / 100).isGreaterThanOrEqualTo(400);
        assertThat(deployment.container().at("/resources/limits").has("cpu")).isFalse();
    }

    private static List<String> texts(JsonNode list) {
        return texts(list, "");
    }

    private static List<String> texts(JsonNode list, String path) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.at(path).asText())
                .toList();
    }
}
