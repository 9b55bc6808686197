package dev.evenkeel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The contract that is checked in is the one that is served. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class OpenApiContractTest {
    private static final Path CHECKED_IN = Path.of("openapi", "openapi.yaml");

    @Test
    void theDocumentThatIsServedIsTheOneThatIsCheckedIn() throws IOException {
        String served = given().queryParam("format", "yaml")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(tree(served))
                .as("build with mvn package -DskipTests, read target/openapi/openapi.yaml, and copy it to "
                        + CHECKED_IN)
                .isEqualTo(tree(Files.readString(CHECKED_IN)));
    }

    @Test
    void everyFieldAndParameterIsDescribed() throws IOException {
        JsonNode document = new ObjectMapper().valueToTree(tree(Files.readString(CHECKED_IN)));
        List<String> undescribed = new ArrayList<>();
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .properties()
                        .forEach(field -> note(undescribed, schema.getKey() + "." + field.getKey(), field.getValue())));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .findValues("parameters")
                        .forEach(list -> list.forEach(parameter -> note(
                                undescribed,
                                path.getKey() + " " + parameter.path("name").asText(),
                                parameter))));

        assertThat(document.path("components").path("schemas")).hasSizeGreaterThan(30);
        assertThat(undescribed).isEmpty();
    }

    private static void note(List<String> undescribed, String name, JsonNode described) {
        if (described.path("description").asText().isBlank()) {
            undescribed.add(name);
        }
    }

    /** The order of a mapping's keys means nothing and differs from build to build. */
    private static Object tree(String yaml) {
        return new Yaml().load(yaml);
    }
}
