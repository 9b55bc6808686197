package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What would be sent to a cluster is what its API takes. */
class ManifestSchemaTest {
    static final List<String> KUSTOMIZATIONS = Manifests.KUSTOMIZATIONS;

    @ParameterizedTest
    @FieldSource("KUSTOMIZATIONS")
    void everyManifestHasOnlyFieldsAndTypesOfTheApi(String kustomization) {
        Map<String, ObjectNode> rendered =
                Kustomization.read(Manifests.ROOT.resolve(kustomization)).render();

        assertThat(rendered.values())
                .isNotEmpty()
                .allSatisfy(manifest ->
                        assertThatCode(() -> StrictManifest.require(manifest)).doesNotThrowAnyException());
    }

    @Test
    void examplesHaveOnlyFieldsAndTypesOfTheApi() throws IOException {
        try (Stream<Path> examples = Files.list(Manifests.ROOT.resolve("examples"))) {
            assertThat(examples).isNotEmpty().allSatisfy(file -> StrictManifest.require(Manifests.only(file)));
        }
    }

    @Test
    void everyFileIsPartOfAKustomizationOrAnExample() throws IOException {
        List<Path> used = Manifests.KUSTOMIZATIONS.stream()
                .flatMap(name -> Kustomization.read(Manifests.ROOT.resolve(name)).files().stream())
                .distinct()
                .toList();

        try (Stream<Path> files = Files.walk(Manifests.ROOT)) {
            assertThat(files.filter(file -> file.toString().endsWith("ml"))
                            .filter(file -> !file.startsWith(Manifests.ROOT.resolve("examples"))))
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/spec/template/spec/containers/0,       imagePulPolicy",
        "/spec/template/spec/securityContext,    runAsNonroot",
        "/spec/template/spec/containers/0/env/0, valuefrom",
        "/spec,                                  replica",
        "/metadata,                              label",
    })
    void aMisspeltFieldIsFound(String where, String field) {
        ObjectNode deployment = deployment();
        ((ObjectNode) deployment.at(where)).put(field, "x");

        assertThatThrownBy(() -> StrictManifest.require(deployment)).hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/spec,                                           replicas,       '\"3\"'",
        "/spec,                                           replicas,       two",
        "/spec/template/spec/securityContext,             runAsNonRoot,   '\"true\"'",
        "/spec/template/spec/containers/0/ports/0,        containerPort,  http",
        "/spec/template/spec/containers/0/resources/limits, memory,       1Gb",
        "/spec/template/spec,                             containers,     evenkeel",
    })
    void aValueOfAnotherTypeIsFound(String where, String field, String value) {
        ObjectNode deployment = deployment();
        ((ObjectNode) deployment.at(where))
                .set(field, Manifests.parse("value: " + value).get(0).get("value"));

        assertThatThrownBy(() -> StrictManifest.require(deployment)).isInstanceOf(Throwable.class);
    }

    @Test
    void aBooleanAmongTheSettingsIsFound() {
        ObjectNode settings = Kustomization.read(Manifests.ROOT.resolve("overlays/single"))
                .render()
                .get("ConfigMap/evenkeel");
        ((ObjectNode) settings.path("data")).put("EVENKEEL_DEMO", true);

        assertThatThrownBy(() -> StrictManifest.require(settings)).hasMessageContaining("EVENKEEL_DEMO");
    }

    @ParameterizedTest
    @FieldSource("KUSTOMIZATIONS")
    void kubectlRendersTheSame(String kustomization) throws Exception {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)))
                .anyMatch(folder -> Path.of(folder, "kubectl").toFile().canExecute());

        var process = new ProcessBuilder(
                        "kubectl",
                        "kustomize",
                        Manifests.ROOT.resolve(kustomization).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        var byKubectl = new TreeMap<String, ObjectNode>();
        Manifests.parse(output).forEach(manifest -> byKubectl.put(Manifests.nameOf(manifest), manifest));

        assertThat(Kustomization.read(Manifests.ROOT.resolve(kustomization)).render())
                .isEqualTo(byKubectl);
    }

    private static ObjectNode deployment() {
        return Kustomization.read(Manifests.ROOT.resolve("base")).render().get("Deployment/evenkeel");
    }
}
