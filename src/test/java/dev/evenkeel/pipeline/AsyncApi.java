package dev.evenkeel.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The AsyncAPI document, read strictly: a field that it doesn't name is a violation, though readers ignore it. */
record AsyncApi(JsonNode document) {
    private static final String SCHEMAS = "/components/schemas";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static AsyncApi read() {
        try {
            return new AsyncApi(new YAMLMapper()
                    .readTree(Path.of("openapi", "asyncapi.yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What in the value is against the schema of that name. */
    List<String> violations(String schemaName, JsonNode value) {
        ObjectNode root = document.deepCopy();
        close(root.at(SCHEMAS));
        root.put("$ref", "#" + SCHEMAS + "/" + schemaName);
        Schema schema = REGISTRY.getSchema(root);
        return schema
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** The paths of all fields that the schema of that name has, such as {@code sample.clocks.endNs}. */
    Set<String> fields(String schemaName) {
        var fields = new TreeSet<String>();
        collect(document.at(SCHEMAS + "/" + schemaName), "", fields);
        return fields;
    }

    private void collect(JsonNode schema, String path, Set<String> fields) {
        JsonNode resolved =
                schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
        if (resolved.has("items")) {
            collect(resolved.path("items"), path, fields);
        }
        resolved.path("properties").properties().forEach(property -> {
            String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            fields.add(name);
            collect(property.getValue(), name, fields);
        });
    }

    private static void close(JsonNode schemas) {
        if (schemas instanceof ObjectNode schema
                && schema.path("type").asText().equals("object")
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        schemas.forEach(AsyncApi::close);
    }
}
