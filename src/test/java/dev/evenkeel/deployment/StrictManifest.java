package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.util.Map;

/** A manifest as the types of Kubernetes' own Java client read it. */
final class StrictManifest {
    private static final Map<String, Class<?>> TYPES = Map.of(
            "v1/ConfigMap", V1ConfigMap.class,
            "v1/Namespace", V1Namespace.class,
            "v1/Secret", V1Secret.class,
            "v1/Service", V1Service.class,
            "v1/ServiceAccount", V1ServiceAccount.class,
            "apps/v1/Deployment", V1Deployment.class,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class);

    private StrictManifest() {}

    /**
     * Fails for a field that the API doesn't have, for one that is missing and for a value of another type. The client
     * refuses the first two itself; what it would quietly convert doesn't come back as it was.
     */
    static void require(JsonNode manifest) {
        String type = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        assertThat(TYPES).as("types that the manifests use").containsKey(type);
        JsonElement written = JsonParser.parseString(manifest.toString());
        Object read = JSON.getGson().fromJson(written, TYPES.get(type));
        assertThat(withoutEmpties(JSON.getGson().toJsonTree(read)))
                .as("%s as the API reads it", Manifests.nameOf(manifest))
                .isEqualTo(withoutEmpties(written));
    }

    /** The client makes empty lists and objects of absent ones. */
    private static JsonElement withoutEmpties(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(StrictManifest::withoutEmpties);
        } else if (element.isJsonObject()) {
            var fields = element.getAsJsonObject();
            fields.entrySet().forEach(field -> withoutEmpties(field.getValue()));
            fields.entrySet().removeIf(field -> isEmpty(field.getValue()));
        }
        return element;
    }

    private static boolean isEmpty(JsonElement element) {
        return element.isJsonArray()
                ? element.getAsJsonArray().isEmpty()
                : element.isJsonObject() && element.getAsJsonObject().isEmpty();
    }
}
