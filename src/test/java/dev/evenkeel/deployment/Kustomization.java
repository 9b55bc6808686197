package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A kustomization and what it renders to. Knows as much of kustomize as these manifests use and refuses the rest, so
 * that they can be tested where there is no kubectl; where there is one, a test compares the two.
 */
record Kustomization(Path folder, JsonNode document) {
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "nameSuffix", "resources", "labels", "images", "patches");

    static Kustomization read(Path folder) {
        JsonNode document = Manifests.only(folder.resolve("kustomization.yaml"));
        var kustomization = new Kustomization(folder, document);
        assertThat(document.properties())
                .as("keys of %s", folder)
                .extracting(Map.Entry::getKey)
                .isSubsetOf(KNOWN);
        return kustomization;
    }

    /** Manifests by kind and name. */
    Map<String, ObjectNode> render() {
        var rendered = new TreeMap<String, ObjectNode>();
        for (JsonNode resource : document.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (path.toFile().isDirectory()) {
                rendered.putAll(read(path).render());
            } else {
                Manifests.all(path).forEach(manifest -> rendered.put(Manifests.nameOf(manifest), manifest));
            }
        }
        rendered.values().forEach(this::label);
        rendered.values().forEach(this::setImages);
        document.path("patches").forEach(patch -> apply(patch, rendered));
        return document.has("nameSuffix") ? renamed(rendered.values()) : rendered;
    }

    /** Deployments only, which nothing refers to by name. */
    private Map<String, ObjectNode> renamed(Collection<ObjectNode> manifests) {
        var renamed = new TreeMap<String, ObjectNode>();
        for (ObjectNode manifest : manifests) {
            assertThat(manifest.path("kind").asText()).isEqualTo("Deployment");
            String name = manifest.at("/metadata/name").asText()
                    + document.path("nameSuffix").asText();
            ((ObjectNode) manifest.path("metadata")).put("name", name);
            renamed.put(Manifests.nameOf(manifest), manifest);
        }
        return renamed;
    }

    /** Everything that this kustomization and those below it read. */
    Set<Path> files() {
        var files = new LinkedHashSet<Path>();
        files.add(folder.resolve("kustomization.yaml"));
        document.path("resources").forEach(resource -> {
            Path path = folder.resolve(resource.asText()).normalize();
            files.addAll(path.toFile().isDirectory() ? read(path).files() : Set.of(path));
        });
        document.path("patches")
                .forEach(patch -> files.add(folder.resolve(patch.path("path").asText())));
        return files;
    }

    private void label(ObjectNode manifest) {
        document.path("labels").forEach(labels -> {
            ObjectNode metadata = (ObjectNode) manifest.path("metadata");
            labels.path("pairs")
                    .properties()
                    .forEach(pair -> metadata.withObjectProperty("labels").set(pair.getKey(), pair.getValue()));
        });
    }

    private void setImages(ObjectNode manifest) {
        for (JsonNode container : manifest.at("/spec/template/spec/containers")) {
            for (JsonNode image : document.path("images")) {
                if (container.path("image").equals(image.path("name"))) {
                    ((ObjectNode) container)
                            .put(
                                    "image",
                                    image.path("name").asText() + ":"
                                            + image.path("newTag").asText());
                }
            }
        }
    }

    private void apply(JsonNode patch, Map<String, ObjectNode> rendered) {
        ObjectNode change = Manifests.only(folder.resolve(patch.path("path").asText()));
        ObjectNode target = rendered.get(Manifests.nameOf(change));
        assertThat(target).as("what %s patches", patch).isNotNull();
        StrategicMerge.apply(target, change);
    }
}
