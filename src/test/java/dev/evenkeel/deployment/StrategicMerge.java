package dev.evenkeel.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** How a patch of kustomize is merged: objects field by field, some lists item by item, other lists as a whole. */
final class StrategicMerge {
    /** Lists that are merged, and what tells their items apart. */
    private static final Map<String, String> KEYS =
            Map.of("containers", "name", "env", "name", "volumes", "name", "volumeMounts", "mountPath");

    private StrategicMerge() {}

    static void apply(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> merge(target, field.getKey(), field.getValue()));
    }

    private static void merge(ObjectNode target, String name, JsonNode patch) {
        JsonNode present = target.path(name);
        if (present instanceof ObjectNode object && patch instanceof ObjectNode change) {
            apply(object, change);
        } else if (present instanceof ArrayNode list && KEYS.containsKey(name)) {
            mergeItems(list, patch, KEYS.get(name));
        } else {
            target.set(name, patch);
        }
    }

    /** New items go in front, as kustomize puts them there. */
    private static void mergeItems(ArrayNode list, JsonNode patch, String key) {
        int added = 0;
        for (JsonNode change : patch) {
            Optional<JsonNode> present = StreamSupport.stream(list.spliterator(), false)
                    .filter(item -> item.path(key).equals(change.path(key)))
                    .findFirst();
            if (present.isPresent()) {
                apply((ObjectNode) present.get(), (ObjectNode) change);
            } else {
                list.insert(added++, change);
            }
        }
    }
}
