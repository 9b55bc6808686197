package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KubernetesManifestsTest {
    private static final Path BASE = Path.of("kubernetes", "base");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Map<String, JsonNode> base = manifests();
    private final JsonNode pod = only("Deployment").at("/spec/template");
    private final JsonNode container = pod.at("/spec/containers/0");
    private final JsonNode secret = read(Path.of("kubernetes", "examples", "secret.yaml"));

    @Test
    void theKustomizationNamesEveryManifestOfTheBaseAndNothingElse() {
        JsonNode kustomization = read(BASE.resolve("kustomization.yaml"));

        assertThat(texts(kustomization.path("resources"))).containsExactlyInAnyOrderElementsOf(base.keySet());
        assertThat(container.path("image").asText())
                .isNotEmpty()
                .isEqualTo(kustomization.at("/images/0/name").asText());
        assertThat(base.values()).extracting(m -> m.path("kind").asText()).doesNotContain("Secret");
    }

    @Test
    void configurationAndSecretsThatThePodNamesExist() {
        JsonNode secretKeys = secret.path("stringData");

        assertThat(container.at("/envFrom/0/configMapRef/name"))
                .isEqualTo(only("ConfigMap").at("/metadata/name"));
        assertThat(container.path("env")).hasSize(3).allSatisfy(variable -> {
            JsonNode reference = variable.at("/valueFrom/secretKeyRef");
            assertThat(reference.path("name")).isEqualTo(secret.at("/metadata/name"));
            assertThat(secretKeys.has(reference.path("key").asText()))
                    .as("key of %s", variable)
                    .isTrue();
        });
        assertThat(secretKeys).hasSize(3);
        assertThat(pod.at("/spec/serviceAccountName"))
                .isEqualTo(only("ServiceAccount").at("/metadata/name"));
    }

    @Test
    void selectorsMatchThePodsLabels() {
        JsonNode labels = pod.at("/metadata/labels");

        assertThat(entries(only("Deployment").at("/spec/selector/matchLabels")))
                .isNotEmpty()
                .isSubsetOf(entries(labels));
        assertThat(entries(only("Service").at("/spec/selector"))).isNotEmpty().isSubsetOf(entries(labels));
    }

    @Test
    void portsAreReferredToByANameThatThePodHas() {
        JsonNode port = container.at("/ports/0/name");

        assertThat(port.asText()).isNotEmpty();
        assertThat(only("Service").at("/spec/ports/0/targetPort")).isEqualTo(port);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/httpGet/port")).as(probe).isEqualTo(port);
        }
    }

    @Test
    void probesAskTheHealthEndpoints() {
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
    }

    @Test
    void thePodMeetsTheRestrictedSecurityStandard() {
        assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/spec/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode restrictions = container.path("securityContext");
        assertThat(restrictions.path("allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(restrictions.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(texts(restrictions.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(restrictions.at("/capabilities").has("add")).isFalse();
    }

    @Test
    void whatIsMountedIsAVolumeAndTmpIsWritable() {
        List<String> volumes = new ArrayList<>();
        pod.at("/spec/volumes")
                .forEach(volume -> volumes.add(volume.path("name").asText()));

        assertThat(container.path("volumeMounts"))
                .allSatisfy(
                        mount -> assertThat(volumes).contains(mount.path("name").asText()))
                .anySatisfy(
                        mount -> assertThat(mount.path("mountPath").asText()).isEqualTo("/tmp"));
        assertThat(pod.at("/spec/volumes/0").has("emptyDir")).isTrue();
    }

    @Test
    void theExampleSecretHoldsNoSecret() {
        assertThat(secret.at("/stringData/database-password").asText()).isEqualTo("change-me");
        assertThat(secret.at("/stringData/token-sha256").asText()).isEqualTo("change-me");
    }

    @Test
    void theImageRunsThePackageDirectlyAndNotAsRoot() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src", "main", "docker", "Dockerfile.jvm"));

        assertThat(lines).contains("ENTRYPOINT [\"java\", \"-jar\", \"quarkus-run.jar\"]");
        assertThat(lines)
                .contains("USER " + pod.at("/spec/securityContext/runAsUser").asText() + ":"
                        + pod.at("/spec/securityContext/runAsGroup").asText());
        assertThat(lines)
                .contains("EXPOSE " + container.at("/ports/0/containerPort").asText());
        assertThat(lines.stream().filter(line -> line.startsWith("COPY ")))
                .hasSize(4)
                .allMatch(line -> line.startsWith("COPY target/quarkus-app/"));
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).containsExactly("*", "!target/quarkus-app/");
    }

    private JsonNode only(String kind) {
        List<JsonNode> found = base.values().stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static Map<String, JsonNode> manifests() {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), KubernetesManifestsTest::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<Entry<String, JsonNode>> entries(JsonNode object) {
        return List.copyOf(object.properties());
    }
}
