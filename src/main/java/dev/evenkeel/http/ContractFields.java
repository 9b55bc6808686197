package dev.evenkeel.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Describes the fields of records with so many of them that an annotation at each would hide the code. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ContractFields implements OASFilter {
    private static final String DESCRIPTIONS = "/contract/fields.properties";

    /** A line that names no field any more fails the build. */
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Properties descriptions = read();
        for (String name : descriptions.stringPropertyNames()) {
            Schema field = fieldOf(schemas, name);
            if (field == null) {
                throw new IllegalStateException(DESCRIPTIONS + " describes " + name + ", which there is not");
            }
            field.setDescription(descriptions.getProperty(name));
        }
    }

    private static @Nullable Schema fieldOf(Map<String, Schema> schemas, String name) {
        int dot = name.indexOf('.');
        Schema schema = schemas.get(name.substring(0, dot));
        return schema == null || schema.getProperties() == null
                ? null
                : schema.getProperties().get(name.substring(dot + 1));
    }

    private static Properties read() {
        Properties descriptions = new Properties();
        try (InputStream stream = ContractFields.class.getResourceAsStream(DESCRIPTIONS)) {
            descriptions.load(
                    new InputStreamReader(Objects.requireNonNull(stream, DESCRIPTIONS), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptions;
    }
}
