package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Deployment of what a kustomization would bring to a cluster, with the example secrets beside it. */
record RenderedDeployment(
        String kustomization, String name, Map<String, ObjectNode> manifests, Map<String, ObjectNode> secrets) {
    private static final String NAME = "evenkeel";

    /** The one that there is. */
    static RenderedDeployment of(String kustomization) {
        List<RenderedDeployment> all = allOf(kustomization);
        assertThat(all).as("deployments of %s", kustomization).hasSize(1);
        return all.get(0);
    }

    static List<RenderedDeployment> allOf(String kustomization) {
        Map<String, ObjectNode> manifests =
                Kustomization.read(Manifests.ROOT.resolve(kustomization)).render();
        return manifests.values().stream()
                .filter(manifest -> manifest.path("kind").asText().equals("Deployment"))
                .map(manifest -> manifest.at("/metadata/name").asText())
                .map(name -> new RenderedDeployment(kustomization, name, manifests, exampleSecrets()))
                .toList();
    }

    private static Map<String, ObjectNode> exampleSecrets() {
        try (Stream<Path> files = Files.list(Manifests.ROOT.resolve("examples"))) {
            return files.map(Manifests::only)
                    .filter(manifest -> manifest.path("kind").asText().equals("Secret"))
                    .collect(Collectors.toMap(
                            secret -> secret.at("/metadata/name").asText(), Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The manifest of that kind, or nothing. */
    JsonNode manifest(String kind) {
        ObjectNode manifest = manifests.get(kind + "/" + NAME);
        return manifest == null ? MissingNode.getInstance() : manifest;
    }

    /** All manifests of that kind. */
    List<ObjectNode> all(String kind) {
        return manifests.values().stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode deployment() {
        return Objects.requireNonNull(manifests.get("Deployment/" + name));
    }

    JsonNode pod() {
        return deployment().at("/spec/template");
    }

    /** Whether a selector with {@code matchLabels} and {@code matchExpressions}, of which In alone is known, selects the pod. */
    boolean isSelectedBy(JsonNode selector) {
        JsonNode labels = pod().at("/metadata/labels");
        assertThat(selector.path("matchLabels")).as("a selector").isNotEmpty();
        return selector.path("matchLabels").properties().stream()
                        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue()))
                && at(selector.path("matchExpressions"), "").stream()
                        .allMatch(expression ->
                                isIn(labels.path(expression.path("key").asText()), expression));
    }

    private static boolean isIn(JsonNode label, JsonNode expression) {
        assertThat(expression.path("operator").asText()).isEqualTo("In");
        return at(expression.path("values"), "").contains(label);
    }

    /** The policies that hold for the pod: it may do what any of them allows. */
    List<ObjectNode> networkPolicies() {
        return all("NetworkPolicy").stream()
                .filter(policy -> isSelectedBy(policy.at("/spec/podSelector")))
                .toList();
    }

    JsonNode container() {
        assertThat(pod().at("/spec/containers")).hasSize(1);
        return pod().at("/spec/containers/0");
    }

    /** Objects that the pod's container, or its volumes, have at that path. */
    static List<JsonNode> at(JsonNode list, String path) {
        return Stream.of(list)
                .flatMap(items ->
                        Stream.iterate(0, i -> i < items.size(), i -> i + 1).map(items::get))
                .map(item -> item.at(path))
                .filter(found -> !found.isMissingNode())
                .toList();
    }

    /** What the container's environment holds where the example secrets are applied unchanged. */
    Map<String, String> environment() {
        var environment = new TreeMap<String, String>();
        at(container().path("envFrom"), "/configMapRef/name")
                .forEach(settings -> Objects.requireNonNull(manifests.get("ConfigMap/" + settings.asText()))
                        .path("data")
                        .properties()
                        .forEach(entry ->
                                environment.put(entry.getKey(), entry.getValue().asText())));
        container()
                .path("env")
                .forEach(variable -> environment.put(variable.path("name").asText(), valueOf(variable)));
        return environment;
    }

    /** What its processes do. */
    Set<String> roles() {
        return Set.of(environment()
                .getOrDefault("EVENKEEL_ROLES", "api,scheduler,prober,ingest")
                .split(",", -1));
    }

    private String valueOf(JsonNode variable) {
        return variable.has("value")
                ? variable.path("value").asText()
                : secretValue(variable.at("/valueFrom/secretKeyRef"));
    }

    /** Where a test tells which one it is about. */
    @Override
    public String toString() {
        return kustomization + ": " + name;
    }

    private String secretValue(JsonNode reference) {
        ObjectNode secret = secrets.get(reference.path("name").asText());
        assertThat(secret).as("secret of %s", reference).isNotNull();
        JsonNode value = secret.path("stringData").path(reference.path("key").asText());
        assertThat(value.isTextual()).as("key of %s", reference).isTrue();
        return value.asText();
    }
}
