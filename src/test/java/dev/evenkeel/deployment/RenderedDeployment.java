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
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one kustomization would bring to a cluster, with the example secrets beside it. */
record RenderedDeployment(String kustomization, Map<String, ObjectNode> manifests, Map<String, ObjectNode> secrets) {
    private static final String NAME = "evenkeel";

    static RenderedDeployment of(String kustomization) {
        return new RenderedDeployment(
                kustomization,
                Kustomization.read(Manifests.ROOT.resolve(kustomization)).render(),
                exampleSecrets());
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

    JsonNode pod() {
        return manifest("Deployment").at("/spec/template");
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
        manifest("ConfigMap")
                .path("data")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        container()
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), secretValue(variable.at("/valueFrom/secretKeyRef"))));
        return environment;
    }

    private String secretValue(JsonNode reference) {
        ObjectNode secret = secrets.get(reference.path("name").asText());
        assertThat(secret).as("secret of %s", reference).isNotNull();
        JsonNode value = secret.path("stringData").path(reference.path("key").asText());
        assertThat(value.isTextual()).as("key of %s", reference).isTrue();
        return value.asText();
    }
}
