package dev.evenkeel.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How a patch of kustomize is merged: objects field by field, some lists item by item, other lists as a whole. A field that
 * is null and an item that says so are deleted.
 */
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
        if (patch.isNull()) {
            target.remove(name);
        } else if (present instanceof ObjectNode object && patch instanceof ObjectNode change) {
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
            OptionalInt present = IntStream.range(0, list.size())
                    .filter(i -> list.get(i).path(key).equals(change.path(key)))
                    .findFirst();
            if (change.path("$patch").asText().equals("delete")) {
                list.remove(present.orElseThrow());
            } else if (present.isPresent()) {
                apply((ObjectNode) list.get(present.getAsInt()), (ObjectNode) change);
            } else {
                list.insert(added++, change);
            }
        }
    }
}
